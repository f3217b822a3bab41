using AutoValley.Testing;

namespace AutoValley.Server.Tests.Influx;

/// <summary>Clients that nobody here wrote: InfluxData's for 2.x, node-influx, and Debian's shell.</summary>
public sealed class PeerTests : IAsyncLifetime
{
    private const string Node = "tests/AutoValley.Server.Tests/Influx/node";

    private InfluxHost host = null!;

    public async Task InitializeAsync() => host = await InfluxHost.StartAsync();

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [NodeFact(Node)]
    public async Task InfluxDataClient_WritesPlainAndPacked_AllIsThere()
    {
        var output = await RunAsync("client.js");
        Assert.Equal(["health pass", "refused true 400 invalid 1"], output);
        foreach (var vehicle in new[] { "acme/car-1", "acme/car-1000000" })
        {
            var expected = Enumerable.Range(0, 250).ToArray();
            var volts = await host.ReadAsync(vehicle, "battery--20pack.volt--2C--20cell");
            Assert.Equal(expected.Select(index => ((1_790_000_000_000 + index) * 1_000_000, (object)(index / 8.0))), volts);
            Assert.Equal(expected.Select(index => (object)(long)index), (await host.ReadAsync(vehicle, "battery--20pack.cycles")).Select(one => one.Value));
            Assert.Equal(expected.Select(index => (object)(index % 2 == 0)), (await host.ReadAsync(vehicle, "battery--20pack.ok")).Select(one => one.Value));
            Assert.Equal(expected.Select(index => (object)$"\"n={index}\", \\"), (await host.ReadAsync(vehicle, "battery--20pack.note")).Select(one => one.Value));
        }
    }

    [NodeFact(Node)]
    public async Task NodeInflux_CreatesWritesAndAsks_AsOfInfluxDb() => Assert.Equal(
        [
            $"online true {AutoValley.Server.Influx.InfluxEndpoints.Version}",
            "databases true",
            "measurements cpu,telemetry",
            "series cpu,vehicle=car-0 cpu,vehicle=car-1",
            "rows 299000 74.75 299 true a \"b\" 99; 297000 74.25 297 false a \"b\" 97",
            "means car-0 0 12.25 50; car-0 100000 37.25 50; car-0 200000 62.25 50; car-1 0 12.5 50; car-1 100000 37.5 50; car-1 200000 62.5 50",
            "nano 299000000000",
            "refused true",
            "not spoken true",
        ],
        await RunAsync("influx.js"));

    [ToolFact("influx")]
    public async Task Shell_ImportsInsertsAndAsks_AsOfInfluxDb()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "# DDL\nCREATE DATABASE acme\n# DML\n# CONTEXT-DATABASE: acme\nshell,vehicle=car-1 f=1.5,n=2i 1790000000000000000\n");
        var imported = await ShellAsync("-import", $"-path={file}", "-precision", "ns");
        File.Delete(file);
        Assert.Contains("Processed 1 inserts", imported, StringComparison.Ordinal);
        await ShellAsync("-execute", "INSERT shell,vehicle=car-1 f=2.5 1790000001000000000");
        Assert.Equal(
            "name,time,f,n,vehicle\nshell,1790000000000000000,1.5,2,car-1\nshell,1790000001000000000,2.5,,car-1\n",
            await ShellAsync("-format", "csv", "-execute", "SELECT * FROM shell"));
        Assert.Contains("\"shell,vehicle=car-1\"", await ShellAsync("-format", "csv", "-execute", "SHOW SERIES"), StringComparison.Ordinal);
    }

    private async Task<string[]> RunAsync(string script) =>
        (await ForeignProgram.RunAsync("", "node", Path.Combine(SharedData.RepositoryRoot, Node, script), $"http://{host.Endpoint}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Task<string> ShellAsync(params string[] arguments) =>
        ForeignProgram.RunAsync("", "influx", ["-host", "127.0.0.1", "-port", $"{host.Endpoint.Port}", "-database", "acme", .. arguments]);
}
