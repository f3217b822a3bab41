using System.Net.Sockets;
using System.Text;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Grpc.Core;
using Outcome = AutoValley.V1.CommandAnswer.Types.Outcome;

namespace AutoValley.EndToEnd;

/// <summary>Collection schemes and orders from the server to an agent that is a process, and back.</summary>
public sealed class AgentSchemesTests
{
    private const string Vehicle = "acme/bench";
    private const long Second = 1_000_000_000;

    private static readonly SchemeSet BrakeAtSpeed = new()
    {
        Schemes =
        {
            new CollectionScheme
            {
                Name = "brakes", Signals = { new SchemeSignal { Name = "Vehicle.Speed" } },
                Trigger = new SchemeTrigger
                {
                    Condition = "Vehicle.Speed > 30 && rising(CAN.BRAKE.PRESSED)", Mode = SchemeTrigger.Types.Mode.Edge, BeforeNanos = (ulong)(5 * Second), AfterNanos = (ulong)(3 * Second),
                },
            },
        },
    };

    [Fact]
    public async Task SetSchemes_ConditionWithATimeBefore_IsWhatQueriesRead()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await CheckAsync(server, server.Mqtt);
    }

    [ToolFact(BrokerUnderTest.Program)]
    public async Task SetSchemes_BehindABroker_WorkAsWell()
    {
        await using var broker = await BrokerUnderTest.StartAsync();
        await using var server = await ServerUnderTest.StartAsync("--mqtt-broker", $"mqtt://{broker.Address}");
        await CheckAsync(server, broker.Address);
    }

    [Fact]
    public async Task SendOrder_RunsAndAResend_AreCarriedOut()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (agent, device) = await StartAsync(server, server.Mqtt);
        await using var process = agent;
        using var connection = device;
        Assert.Equal(Outcome.Done, (await OrderAsync(server, new() { Run = new RunOrder { Action = RunOrder.Types.Action.Start, Name = "drive" } })).Outcome);
        var run = (await server.Runs.GetRunAsync(new GetRunRequest { Name = "drive" })).Run;
        Assert.Equal((Vehicle, "vehicle", false), (Assert.Single(run.Vehicles), run.Origin, run.HasStopTime));
        await DriveAsync(device, 1, 50);
        await Eventually.IsTrueAsync(async () => (await TimesAsync(server)).Count == 50);
        Assert.Equal(Outcome.Done, (await OrderAsync(server, new() { Run = new RunOrder { Action = RunOrder.Types.Action.Stop } })).Outcome);
        Assert.True((await server.Runs.GetRunAsync(new GetRunRequest { Name = "drive" })).Run.HasStopTime);

        CommandAnswer? resent = null;
        // Batches are in the archive when the agent has heard that they are durable.
        await Eventually.IsTrueAsync(async () => (resent = await OrderAsync(server, new() { Resend = new ResendOrder { FromTime = 0, ToTime = 100 * Second } })).Batches > 0);
        Assert.Equal(Outcome.Done, resent!.Outcome);
        Assert.Equal(50, (await TimesAsync(server)).Count);
    }

    [Fact]
    public async Task SendOrder_AWarning_IsOnTheDriversDisplay()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var port = ServerUnderTest.FreePort();
        var (agent, device) = await StartAsync(server, server.Mqtt, $$"""
            "driver": { "listen": "127.0.0.1:{{port}}" },
            """);
        await using var process = agent;
        using var connection = device;
        await DriveAsync(device, 1, 1);
        await Eventually.IsTrueAsync(async () => (await TimesAsync(server)).Count == 1);
        using var display = new TcpClient();
        await display.ConnectAsync("127.0.0.1", port);
        using var lines = new StreamReader(display.GetStream());
        Assert.Equal("""{"kind":"alive","server":true,"warnings":0}""", await lines.ReadLineAsync().WaitAsync(Eventually.Limit));
        var answer = await OrderAsync(server, new() { Warn = new WarnOrder { Id = "7", Severity = WarnOrder.Types.Severity.Danger, Text = "wrong way on lane 3" } });
        Assert.Equal((Outcome.Done, 1U), (answer.Outcome, answer.Displays));
        string? line;
        do
            line = await lines.ReadLineAsync().WaitAsync(Eventually.Limit);
        while (line?.Contains("alive", StringComparison.Ordinal) == true);
        Assert.Contains("wrong way on lane 3", line, StringComparison.Ordinal);
    }

    private static async Task CheckAsync(ServerUnderTest server, string mqtt)
    {
        await CheckAsync(server, await StartAsync(server, mqtt));
        // The schemes are kept on the vehicle: the next start collects nothing without a trigger.
        var (agent, device) = await StartAsync(server, mqtt);
        await using var process = agent;
        using var connection = device;
        await DriveAsync(device, 101, 120, brakeAt: 110);
        await Eventually.IsTrueAsync(async () => (await TimesAsync(server)).Skip(19).SequenceEqual(Seconds(105, 113)));
    }

    private static async Task CheckAsync(ServerUnderTest server, (HostedProcess Agent, TcpClient Device) vehicle)
    {
        await using var agent = vehicle.Agent;
        using var device = vehicle.Device;
        await DriveAsync(device, 1, 10);
        await Eventually.IsTrueAsync(async () => (await TimesAsync(server)).Count == 10);

        SetSchemesResponse? set = null;
        // A server behind a broker may not be subscribed to answers yet.
        await Eventually.IsTrueAsync(async () => (set = await server.Commands.SetSchemesAsync(
            new SetSchemesRequest { Vehicle = Vehicle, Schemes = BrakeAtSpeed, WaitMillis = 5_000 })).Answer is not null);
        Assert.Equal((Outcome.Done, "", set!.Schemes.Version), (set.Answer.Outcome, set.Answer.Reason, set.Answer.SchemesVersion));
        await DriveAsync(device, 11, 100, brakeAt: 60);
        await Eventually.IsTrueAsync(async () => (await TimesAsync(server)).SequenceEqual([.. Seconds(1, 10), .. Seconds(55, 63)]));
        var got = await server.Commands.GetSchemesAsync(new GetSchemesRequest { Vehicle = Vehicle });
        Assert.Equal((set.Schemes, set.Answer), (got.Schemes, got.Answer));
        await agent.KillAsync();
    }

    private static IEnumerable<long> Seconds(int first, int last) => Enumerable.Range(first, last - first + 1).Select(second => (long)second);

    private static async Task<CommandAnswer> OrderAsync(ServerUnderTest server, SendOrderRequest order)
    {
        order.Vehicle = Vehicle;
        return (await server.Commands.SendOrderAsync(order)).Answer;
    }

    private static async Task<(HostedProcess Agent, TcpClient Device)> StartAsync(ServerUnderTest server, string mqtt, string more = "")
    {
        var (file, port) = (Path.Combine(server.Folder, "agent.json"), ServerUnderTest.FreePort());
        await File.WriteAllTextAsync(file, $$"""
            {
              "vehicle": "{{Vehicle}}", "server": "{{mqtt}}", "spool": { "folder": "{{server.Folder}}/spool" }, {{more}}
              "sources": [ { "kind": "json", "listen": "127.0.0.1:{{port}}" } ]
            }
            """);
        var agent = HostedProcess.Product("AutoValley.Edge", "run", "--config", file, "--verbose");
        await agent.LineAsync("Connected to");
        var device = new TcpClient();
        await device.ConnectAsync("127.0.0.1", port);
        return (agent, device);
    }

    private static async Task DriveAsync(TcpClient device, int first, int last, int brakeAt = 0)
    {
        for (var second = first; second <= last; second++)
        {
            var line = $"{{\"ts\": {second}, \"Vehicle.Speed\": {second}.5, \"CAN.BRAKE.PRESSED\": {(second == brakeAt ? "true" : "false")}}}\n";
            await device.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line));
        }
    }

    private static async Task<List<long>> TimesAsync(ServerUnderTest server)
    {
        var times = new List<long>();
        try
        {
            using var call = server.Query.Read(new ReadRequest { Vehicle = Vehicle, Signals = { "Vehicle.Speed" }, Span = new V1.TimeSpan { From = 0, To = long.MaxValue } });
            await foreach (var response in call.ResponseStream.ReadAllAsync())
            {
                var time = response.BaseTime;
                times.AddRange(response.Times.Plain.Deltas.Select(delta => (time += delta) / Second));
            }
        }
        catch (RpcException notYet) when (notYet.StatusCode == StatusCode.NotFound)
        {
            // Nothing came yet.
        }
        return times;
    }
}
