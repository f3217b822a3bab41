using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd;

/// <summary>The command line as a process against a server as a process.</summary>
public sealed class CliTests
{
    [SharedDataFact(Rav4.Folder)]
    public async Task Commands_AfterAReplay_ShowTheDrive()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using (var agent = HostedProcess.Product(
            "AutoValley.Edge", [.. Rav4.Replay(server.Mqtt, Path.Combine(server.Folder, "spool"), "max"), "--run", "first-drive"]))
            await agent.SuccessAsync();

        var vehicle = Assert.Single(await RowsAsync(server, "vehicles"));
        Assert.Equal([Rav4.Vehicle, "offline", "290"], vehicle[..3]);
        Assert.Equal(290, (await RowsAsync(server, "signals", "--vehicle", Rav4.Vehicle)).Count);
        Assert.Equal(["first-drive", Rav4.Vehicle], Assert.Single(await RowsAsync(server, "runs", "list"))[..2]);

        // All samples of the run, by the run's own span: as many as were decoded.
        var all = await RunAsync(server, "query", "--run", "first-drive", "--signal", "CAN.*", "--format", "csv");
        Assert.Equal(332_072 + 1, all.Count);

        var wheels = await RowsAsync(
            server, "query", "--run", "first-drive", "--signal", "CAN.WHEEL_SPEEDS.*", "--every", "60s", "--aggregate", "mean,min,max");
        var front = Rav4.Summary.Single(fact => fact.Signal == "CAN.WHEEL_SPEEDS.WHEEL_SPEED_FR");
        var rows = wheels.Where(row => row[2] == front.Signal).ToArray();
        Assert.Equal(front.Min, rows.Min(row => Number(row[4])), 9);
        Assert.Equal(front.Max, rows.Max(row => Number(row[5])), 9);

        // When a wheel was fast, by the search and by its samples one by one.
        var samples = all.Select(line => line.Split(',')).Where(row => row[2] == front.Signal).ToArray();
        var isFast = samples.Select(row => Number(row[3]) > 60).ToArray();
        var begins = Enumerable.Range(1, samples.Length - 1).Where(index => isFast[index] && !isFast[index - 1]).Select(index => samples[index][0]);
        var spans = await RowsAsync(server, "search", $"{front.Signal} > 60 and not {front.Signal} <= 60", "--run", "first-drive");
        Assert.Equal(begins, spans.Select(row => row[1]));
        var plot = await RowsAsync(server, "plot-data", "--run", "first-drive", "--signal", front.Signal, "--maximum", "100");
        Assert.Equal((front.Min, front.Max), (plot.Min(row => Number(row[5])), plot.Max(row => Number(row[6]))));
        Assert.Equal(samples.Length, plot.Sum(row => Number(row[4])));

        // On its own clock a signal is as it was sent.
        var aligned = await RunAsync(
            server, "align", "--run", "first-drive", "--signal", front.Signal, "--clock", front.Signal, "--method", "none", "--format", "csv");
        Assert.Equal(samples.Select(row => $"{row[0]},{row[3]}"), aligned.Skip(1));

        Assert.Contains(await RowsAsync(server, "status"), row => row is ["samples_accepted", "335546"]);
        Assert.Empty(await RowsAsync(server, "dead-letters"));
    }

    [Fact]
    public async Task Runs_StartAndStop_AreListed()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await RunAsync(server, "runs", "start", "lap-1", "--vehicle", "acme/car", "--from", "2026-01-01T00:00:00Z");
        await RunAsync(server, "runs", "stop", "lap-1", "--to", "2026-01-01T00:01:00Z");
        var run = Assert.Single(await RowsAsync(server, "runs", "list"));
        Assert.Equal(["lap-1", "acme/car", "2026-01-01T00:00:00.000000000Z", "2026-01-01T00:01:00.000000000Z"], run[..4]);
    }

    [Fact]
    public async Task ExitCode_WrongUseAndFailure_AreToldApart()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var wrong = Cli(server, "query", "--vehicle", "acme/car");
        Assert.Equal(2, await wrong.ExitCodeAsync());
        await using var unknown = Cli(server, "signals", "--vehicle", "acme/car");
        Assert.Equal(1, await unknown.ExitCodeAsync());
        Assert.Contains("acme/car", Assert.Single(unknown.Output.Split('\n')), StringComparison.Ordinal);
        await using var nobody = HostedProcess.Product("AutoValley.Cli", "vehicles", "--server", $"http://127.0.0.1:{ServerUnderTest.FreePort()}");
        Assert.Equal(1, await nobody.ExitCodeAsync());
        Assert.Single(nobody.Output.Split('\n'));
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<List<string[]>> RowsAsync(ServerUnderTest server, params string[] arguments) =>
        [.. (await RunAsync(server, arguments)).Skip(1).Select(line => line.Split('\t'))];

    private static async Task<IReadOnlyList<string>> RunAsync(ServerUnderTest server, params string[] arguments)
    {
        await using var cli = Cli(server, arguments);
        return (await cli.SuccessAsync()).Split('\n');
    }

    private static HostedProcess Cli(ServerUnderTest server, params string[] arguments) =>
        HostedProcess.Product("AutoValley.Cli", [.. arguments, "--server", server.GrpcAddress]);
}
