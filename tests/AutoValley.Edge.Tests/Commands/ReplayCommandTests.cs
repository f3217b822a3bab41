using System.Globalization;
using AutoValley.Edge.Commands;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Commands;

public sealed class ReplayCommandTests : IDisposable
{
    private const int Frames = 200;

    // The first file's message has a scale, the second one's database is broken in line 3.
    private const string Dbc = "VERSION \"\"\nBU_: A\nBO_ 291 SPEED: 8 A\n SG_ KMH : 0|16@1+ (0.1,0) [0|0] \"km/h\" A\n SG_ COUNT : 16|8@1+ (1,0) [0|0] \"\" A\n";
    private const string BrokenDbc = "VERSION \"\"\nBU_: A\nBO_ SPEED: 8 A\n";

    private readonly TemporaryFolder folder = new();
    private readonly CommandRun run = new();

    public ReplayCommandTests()
    {
        File.WriteAllText(folder["car.dbc"], Dbc);
        File.WriteAllText(folder["broken.dbc"], BrokenDbc);
        File.WriteAllLines(folder["drive.log"], Enumerable.Range(0, Frames).Select(frame => $"({1_600_000_000 + frame / 100}.{frame % 100:D2}0000) can0 123#{frame:X2}00{frame:X2}0000000000"));
        File.WriteAllText(folder["no.map"], "{\"source\": \"CAN.SPEED.NONE\", \"path\": \"Vehicle.Speed\"}\n");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--vehicle car1 --candump drive.log --dbc can0=car.dbc", "--vehicle car1: not organisation/vehicle")]
    [InlineData("--candump drive.log --dbc can0=car.dbc", "--vehicle")]
    [InlineData("--vehicle acme/car1", "nothing to replay")]
    [InlineData("--vehicle acme/car1 --candump drive.log", "needs a database")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc car.dbc", "--dbc car.dbc: not BUS=FILE")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=broken.dbc", "broken.dbc:3:")]
    [InlineData("--vehicle acme/car1 --candump gone.log --dbc can0=car.dbc", "gone.log")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=gone.dbc", "gone.dbc")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=car.dbc --map no.map", "no.map:1:")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=car.dbc --speed fast", "--speed fast")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=car.dbc --server nowhere", "server 'nowhere'")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=car.dbc --run a/b", "run 'a/b'")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=car.dbc --spool-size 1", "spool size")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=car.dbc --timeout -1", "--timeout -1")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=car.dbc --sync sometimes", "--sync sometimes")]
    [InlineData("--vehicle acme/car1 --candump drive.log --dbc can0=car.dbc --spool drive.log", "drive.log")]
    [InlineData("--vehicle acme/car1 --frob", "--frob")]
    public async Task Replay_WrongUse_SaysWhatInOneLineAndEndsWithTwo(string arguments, string expected)
    {
        string[] all = ["replay", .. arguments.Split(' ').Select(Absolute)];
        if (!arguments.Contains("--spool ", StringComparison.Ordinal))
            all = [.. all, "--spool", folder["spool"]];

        Assert.Equal(ExitCode.WrongUse, await run.RunAsync(all));
        Assert.Empty(run.Output);
        Assert.Contains(expected, Assert.Single(run.Error), StringComparison.Ordinal);
        Assert.StartsWith("autovalley-edge: ", run.Error[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_SpoolInUse_EndsWithTwo()
    {
        using var spool = Edge.Spool.BatchSpool.Open(
            new() { Folder = folder["spool"], Vehicle = new VehicleName("acme", "car1") }, SessionId.New(), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        Assert.Equal(ExitCode.WrongUse, await run.RunAsync(Drive("127.0.0.1:1")));
        Assert.Contains("in use by another agent", Assert.Single(run.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Replay_NamesEveryOption()
    {
        Assert.Equal(ExitCode.Done, await run.RunAsync(["replay", "--help"]));

        var text = string.Join('\n', run.Output);
        foreach (var option in new ReplayArguments().All)
        {
            Assert.Contains(option.Name, text, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(option.Description));
        }
    }

    [Fact]
    public async Task Replay_NoServerAndATimeout_GivesUpAndTellsWhatIsLeft()
    {
        var clock = new VirtualTime();
        var running = run.RunAsync([.. Drive("127.0.0.1:1"), "--timeout", "30"], clock);
        await clock.AdvanceUntilAsync(() => running.IsCompleted, TimeSpan.FromMilliseconds(100));

        Assert.Equal(ExitCode.Failed, await running);
        Assert.Contains("samples read: 400", run.Output);
        Assert.Contains("missing: 400", run.Output);
        Assert.Contains(run.Output, line => line.StartsWith("left in the spool: ", StringComparison.Ordinal));
        Assert.Contains(run.Output, line => line.StartsWith("last trouble: ", StringComparison.Ordinal));
        Assert.Contains(run.Error, line => line.Contains("not connected", StringComparison.Ordinal));
        Assert.NotEmpty(Directory.GetFiles(folder["spool"], "*.spool"));
    }

    [Fact]
    public async Task Replay_Stopped_SpoolsWhatItRead()
    {
        using var stop = new CancellationTokenSource();
        var clock = new VirtualTime();
        var running = run.RunAsync([.. Drive("127.0.0.1:1"), "--speed", "1"], clock, stop.Token);
        await clock.AdvanceUntilAsync(() => run.Error.Any(line => line.Contains(" samples read", StringComparison.Ordinal)), TimeSpan.FromMilliseconds(10));
        await stop.CancelAsync();

        Assert.Equal(ExitCode.Failed, await running.WaitAsync(Eventually.Limit));
        var read = Number("samples read");
        Assert.InRange(read, 1, 399);
        Assert.Equal(read, Number("missing"));
        Assert.Contains(run.Output, line => line.StartsWith("left in the spool: ", StringComparison.Ordinal));
    }

    [ToolFact(Mosquitto.Path)]
    public async Task Replay_SmallDrive_IsDurableAndEndsWithZero()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var server = await AckingSubscriber.ConnectAsync(broker.Port);

        Assert.Equal(ExitCode.Done, await run.RunAsync([.. Drive($"127.0.0.1:{broker.Port}"), "--run", "drive-1"]).WaitAsync(Eventually.Limit));

        Assert.Equal((400, 400, 0), (Number("samples read"), Number("samples durable"), Number("missing")));
        Assert.Contains($"{folder["drive.log"]}: 200 CAN frames read, 200 decoded into 400 samples", run.Output[0], StringComparison.Ordinal);
        Assert.Equal(400, server.Batches.Values.Sum(Samples));
        Assert.Empty(Directory.GetFiles(folder["spool"], "*.spool"));
    }

    [ReplayDriveFact("can/rav4-comma2k19")]
    public async Task Replay_RealDrive_IsDurableToTheLastSample()
    {
        using var broker = new Mosquitto();
        await broker.StartAsync();
        await using var server = await AckingSubscriber.ConnectAsync(broker.Port);
        var data = SharedData.PathOf("can/rav4-comma2k19");

        Assert.Equal(ExitCode.Done, await run.RunAsync(
            [
                "replay", "--vehicle", "acme/rav4", "--server", $"127.0.0.1:{broker.Port}", "--spool", folder["spool"], "--speed", "max",
                "--candump", Path.Combine(data, "candump.log.gz"),
                "--dbc", $"can0={Path.Combine(data, "toyota_rav4_2017_pt_generated.dbc")}", "--dbc", $"can1={Path.Combine(data, "toyota_adas.dbc")}",
            ]).WaitAsync(Eventually.Limit));

        // bus, id, message, signal, count, …
        var expected = File.ReadLines(Path.Combine(data, "expected_signal_summary_cantools.csv")).Skip(1)
            .Select(line => line.Split(',')).Where(cells => cells[0] is "0" or "1")
            .Sum(cells => long.Parse(cells[4], CultureInfo.InvariantCulture));
        Assert.Equal((expected, expected, 0), (Number("samples read"), Number("samples durable"), Number("missing")));
        Assert.Equal(expected, server.Batches.Values.Sum(Samples));
        Assert.Contains("135468 CAN frames read, 74597 decoded", run.Output[0], StringComparison.Ordinal);
    }

    private static long Samples(byte[] payload)
    {
        Assert.Equal(BatchError.None, BatchView.TryRead(payload, BatchLimits.Default, out var view, out _));
        return view!.SampleCount;
    }

    private long Number(string name)
    {
        var line = Assert.Single(run.Output, line => line.StartsWith(name + ": ", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 2)..], CultureInfo.InvariantCulture);
    }

    private string[] Drive(string server) =>
        ["replay", "--vehicle", "acme/car1", "--server", server, "--spool", folder["spool"], "--candump", folder["drive.log"], "--dbc", $"can0={folder["car.dbc"]}"];

    // Names of the test's files become paths.
    private string Absolute(string argument) => argument switch
    {
        _ when argument.StartsWith("can0=", StringComparison.Ordinal) => $"can0={folder[argument[5..]]}",
        _ when argument.EndsWith(".log", StringComparison.Ordinal) || argument.EndsWith(".map", StringComparison.Ordinal) => folder[argument],
        _ => argument,
    };
}
