using System.Globalization;
using System.Net.Sockets;
using System.Text;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd;

/// <summary>Bookings, alarms and utilisation through server, agent and command line as processes, with a kill in the middle.</summary>
public sealed class SiteAlarmsTests
{
    private const string Vehicle = "acme/bench";

    // 200 m about, at the origin of the map; the pad's middle is at 57.781, 12.771.
    private const string Map = """
        {"type":"FeatureCollection","name":"Ground","features":[
        {"type":"Feature","properties":{"name":"pad","kind":"pad","speed_limit":50},"geometry":{"type":"Polygon","coordinates":[[[12.77,57.78],[12.772,57.78],[12.772,57.782],[12.77,57.782],[12.77,57.78]]]}}
        ]}
        """;

    private int sent;

    [Fact]
    public async Task Alarms_VehicleThatMayNotBeThere_BookedRaisedWarnedAcknowledgedKilledAndOver()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var map = Path.Combine(server.Folder, "ground.geojson");
        await File.WriteAllTextAsync(map, Map);
        await TextAsync(server, "site", "import", map, "--activate", "--by", "Erika");
        await TextAsync(server, "site", "bookings", "add", "beta", "--zone", "pad", "--for", "2h", "--exclusive", "--by", "Erika");
        await using var refused = Cli(server, "site", "bookings", "add", "gamma", "--zone", "pad", "--for", "1h", "--by", "Erika");
        Assert.Equal(1, await refused.ExitCodeAsync());
        Assert.Contains("booking 1 of another organisation has pad", refused.Output, StringComparison.Ordinal);

        var port = ServerUnderTest.FreePort();
        var (agent, device) = await StartAsync(server, port);
        await using var process = agent;
        using var connection = device;
        using var display = new TcpClient();
        await display.ConnectAsync("127.0.0.1", port);
        using var lines = new StreamReader(display.GetStream());
        await DriveAsync(device, speed: 83);
        await WaitAsync(server, "exclusive-violated,*,acme/bench is in pad, which is booked exclusively by another organisation", "over-speed,*,acme/bench drives 83 km/h in pad, where 50 are allowed");
        // The driver is told, and the organisation that booked hears of it without a name.
        await ReadUntilAsync(lines, "acme/bench drives 83 km/h in pad, where 50 are allowed");
        var beta = Assert.Single((await AlarmsAsync(server, "--organisation", "beta")).Skip(1));
        Assert.Contains("a vehicle of another organisation is in pad", beta, StringComparison.Ordinal);
        Assert.DoesNotContain("acme", beta, StringComparison.Ordinal);

        var id = (await AlarmsAsync(server, "--kind", "over-speed"))[1].Split(',')[0];
        await TextAsync(server, "site", "alarms", "ack", id, "--by", "Erika", "--note", "called him");
        // It may have fallen silent meanwhile, which is an alarm of its own.
        var before = await AlarmsAsync(server, "--kind", "over-speed", "exclusive-violated");
        await server.Process.KillAsync();
        await server.StartAgainAsync();
        Assert.Equal(before, await AlarmsAsync(server, "--kind", "over-speed", "exclusive-violated"));
        Assert.Equal(3, before.Count);

        await DriveAsync(device, speed: 40);
        await Eventually.IsTrueAsync(async () => (await AlarmsAsync(server, "--kind", "over-speed")).Count == 1);
        var closed = (await AlarmsAsync(server, "--kind", "over-speed", "--all"))[1];
        Assert.StartsWith($"{id},closed,", closed, StringComparison.Ordinal);
        Assert.Contains("acknowledge alarm", await TextAsync(server, "site", "audit"), StringComparison.Ordinal);
        // A visit of one sample lasts no time.
        await DriveAsync(device, speed: 40);
        await Task.Delay(TimeSpan.FromSeconds(0.1));
        await DriveAsync(device, speed: 40);
        await CheckUtilisationAsync(server);
    }

    // The row has all of the visits, the visits all that was sent, and none of it was booked by who came. On a slow machine he was silent for long in between, which makes two of one.
    private async Task CheckUtilisationAsync(ServerUnderTest server)
    {
        string[] asked = ["site", "utilisation", "--from", "-1h", "--to", "now+1h", "-f", "csv"];
        await Eventually.IsTrueAsync(async () => (await RowsAsync(server, "site", "visits", "--from", "-1h", "-f", "csv")).Skip(1).Sum(visit => int.Parse(visit.Split(',')[5], CultureInfo.InvariantCulture)) == sent);
        var row = (await RowsAsync(server, asked))[1].Split(',');
        var visits = (await RowsAsync(server, [.. asked, "--visits"])).Skip(1).Select(visit => decimal.Parse(visit.Split(',')[13], CultureInfo.InvariantCulture)).ToList();
        Assert.NotEmpty(visits);
        Assert.Equal(("pad", $"{visits.Count}", "0"), (row[0], row[8], row[10]));
        Assert.Equal(visits.Sum(), decimal.Parse(row[7], CultureInfo.InvariantCulture));
        Assert.Equal((row[6], row[6]), (row[7], row[12]));
    }

    private async Task DriveAsync(TcpClient device, double speed)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1e3;
        sent++;
        var line = string.Create(CultureInfo.InvariantCulture, $$"""
            {"ts": {{now:F3}}, "Vehicle.CurrentLocation.Latitude": 57.781, "Vehicle.CurrentLocation.Longitude": 12.771, "Vehicle.CurrentLocation.HorizontalAccuracy": 0.1, "Vehicle.CurrentLocation.Heading": 90, "Vehicle.Speed": {{speed}}}

            """);
        await device.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line));
    }

    private static async Task WaitAsync(ServerUnderTest server, params string[] alarms)
    {
        IReadOnlyList<string> there = [];
        await Eventually.IsTrueAsync(
            async () =>
            {
                there = await AlarmsAsync(server);
                return alarms.Select(alarm => alarm.Split(",*,")).All(words => there.Any(line => words.All(word => line.Contains(word, StringComparison.Ordinal))));
            },
            () => string.Join('\n', there));
    }

    private static async Task ReadUntilAsync(StreamReader lines, string text)
    {
        while (await lines.ReadLineAsync().WaitAsync(Eventually.Limit) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"the display ended before '{text}'");
    }

    private static async Task<(HostedProcess Agent, TcpClient Device)> StartAsync(ServerUnderTest server, int display)
    {
        var (file, port) = (Path.Combine(server.Folder, "agent.json"), ServerUnderTest.FreePort());
        await File.WriteAllTextAsync(file, $$"""
            {
              "vehicle": "{{Vehicle}}", "server": "{{server.Mqtt}}", "spool": { "folder": "{{server.Folder}}/spool" }, "driver": { "listen": "127.0.0.1:{{display}}" },
              "sources": [ { "kind": "json", "listen": "127.0.0.1:{{port}}" } ]
            }
            """);
        var agent = HostedProcess.Product("AutoValley.Edge", "run", "--config", file, "--verbose");
        await agent.LineAsync("Connected to");
        var device = new TcpClient();
        await device.ConnectAsync("127.0.0.1", port);
        return (agent, device);
    }

    private static Task<IReadOnlyList<string>> AlarmsAsync(ServerUnderTest server, params string[] more) =>
        RowsAsync(server, ["site", "alarms", "list", "-f", "csv", .. more]);

    private static async Task<IReadOnlyList<string>> RowsAsync(ServerUnderTest server, params string[] arguments) =>
        (await TextAsync(server, arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> TextAsync(ServerUnderTest server, params string[] arguments)
    {
        await using var cli = Cli(server, arguments);
        return await cli.SuccessAsync();
    }

    private static HostedProcess Cli(ServerUnderTest server, params string[] arguments) =>
        HostedProcess.Product("AutoValley.Cli", [.. arguments, "--server", server.GrpcAddress]);
}
