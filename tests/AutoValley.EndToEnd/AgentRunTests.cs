using System.Net.Sockets;
using System.Text;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.EndToEnd;

/// <summary>The agent with a configuration file, as a process.</summary>
public sealed class AgentRunTests
{
    [Fact]
    public async Task Run_JsonOfADevice_IsQueriedAndSigtermEndsWell()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var port = ServerUnderTest.FreePort();
        var file = Path.Combine(server.Folder, "agent.json");
        await File.WriteAllTextAsync(file, $$"""
            {
              "vehicle": "acme/bench", "server": "{{server.Mqtt}}", "spool": { "folder": "{{server.Folder}}/spool" },
              "sources": [ { "kind": "json", "listen": "127.0.0.1:{{port}}" } ]
            }
            """);
        await using var agent = HostedProcess.Product("AutoValley.Edge", "run", "--config", file, "--verbose");
        await agent.LineAsync("Connected to");
        using var device = new TcpClient();
        await device.ConnectAsync("127.0.0.1", port);
        for (var time = 1; time <= 1_000; time++)
            await device.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{{\"ts\": {time}, \"Vehicle.Speed\": {time}.5, \"Vehicle.IsMoving\": true}}\n"));

        await Eventually.IsTrueAsync(async () => await CountAsync(server) == 2_000);

        await agent.SignalAsync("TERM");
        await agent.SuccessAsync();
    }

    [Fact]
    public async Task Run_SigHup_GoesOnWithTheOtherConfigurationAndLosesNoSample()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (first, second) = (ServerUnderTest.FreePort(), ServerUnderTest.FreePort());
        var file = Path.Combine(server.Folder, "agent.json");
        Task ConfigureAsync(int mebibytes, params int[] ports) => File.WriteAllTextAsync(file, $$"""
            {
              "vehicle": "acme/bench", "server": "{{server.Mqtt}}", "spool": { "folder": "{{server.Folder}}/spool", "mebibytes": {{mebibytes}} },
              "sources": [ {{string.Join(", ", ports.Select(port => $$"""{ "kind": "json", "listen": "127.0.0.1:{{port}}" }"""))}} ]
            }
            """);
        await ConfigureAsync(64, first);
        await using var agent = HostedProcess.Product("AutoValley.Edge", "run", "--config", file, "--verbose");
        await agent.LineAsync("Connected to");
        using var device = new TcpClient();
        await device.ConnectAsync("127.0.0.1", first);
        await SendAsync(device, "Vehicle.Speed", 1, 500);

        await ConfigureAsync(128, first, second);
        await agent.SignalAsync("HUP");
        var going = SendAsync(device, "Vehicle.Speed", 501, 1_000);
        Assert.Contains("2 sources, 1 started, 0 stopped", await agent.LineAsync("Reloaded"), StringComparison.Ordinal);
        await going;
        using var other = new TcpClient();
        await other.ConnectAsync("127.0.0.1", second);
        await SendAsync(other, "Vehicle.Width", 1, 100);
        await Eventually.IsTrueAsync(async () => await CountAsync(server) == 1_100);

        await File.WriteAllTextAsync(file, "{");
        await agent.SignalAsync("HUP");
        Assert.Contains("is no JSON", await agent.LineAsync("Not reloaded"), StringComparison.Ordinal);
        await SendAsync(device, "Vehicle.Speed", 1_001, 1_100);
        await Eventually.IsTrueAsync(async () => await CountAsync(server) == 1_200);

        await agent.SignalAsync("TERM");
        await agent.SuccessAsync();
    }

    [Fact]
    public async Task Doctor_AllIsWell_SaysSoWithALineEach()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var file = Path.Combine(server.Folder, "agent.json");
        await File.WriteAllTextAsync(file, $$"""
            {
              "vehicle": "acme/bench", "server": "{{server.Mqtt}}", "spool": { "folder": "{{server.Folder}}/spool", "mebibytes": 32 },
              "sources": [ { "kind": "simulator", "circle": { "latitude": 42.3, "longitude": -83.7, "radius": 100 } } ]
            }
            """);
        await using var doctor = HostedProcess.Product("AutoValley.Edge", "doctor", "--config", file, "--seconds", "5");
        var output = await doctor.SuccessAsync();

        foreach (var subject in new[] { "configuration", "spool", "source", "server", "credentials", "round trip" })
            Assert.Matches($"(?m)^(ok|warning) +{subject} ", output);
        Assert.Contains("a batch was durable after", output, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(server));
    }

    private static async Task SendAsync(TcpClient device, string signal, int first, int last)
    {
        for (var time = first; time <= last; time++)
            await device.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{{\"ts\": {time}, \"{signal}\": {time}.5}}\n"));
    }

    private static async Task<int> CountAsync(ServerUnderTest server)
    {
        try
        {
            var count = 0;
            using var call = server.Query.Read(new ReadRequest { Vehicle = "acme/bench", Span = new V1.TimeSpan { From = 0, To = long.MaxValue } });
            await foreach (var response in call.ResponseStream.ReadAllAsync())
                count += response.Times.Plain.Deltas.Count;
            return count;
        }
        catch (RpcException notYet) when (notYet.StatusCode == StatusCode.NotFound)
        {
            return 0;
        }
    }
}
