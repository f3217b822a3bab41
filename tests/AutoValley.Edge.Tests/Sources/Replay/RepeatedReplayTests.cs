using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sources.Replay;

public sealed class RepeatedReplayTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddSeconds(2_000_000_000);

    private readonly TemporaryFolder folder = new();
    private readonly CollectingSink sink = new();
    private readonly ManualClock clock = new(Now);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_Once_KeepsTheRecordedTimes()
    {
        var source = Replay(new ReplayOptions(), isEndless: false);
        await source.RunAsync(sink, CancellationToken.None);
        Assert.Equal([5_000_000_000, 5_500_000_000], sink.Writes.Select(write => write.Time));
        Assert.Equal(1, source.Counts.Single().Count);
        // It may be run again: the files are opened by each run.
        await source.RunAsync(sink, CancellationToken.None);
        Assert.Equal(4, sink.Writes.Count);
    }

    [Fact]
    public async Task Run_Endless_BeginsEachRoundNowInTheSameGroups()
    {
        var times = await RoundsAsync(new ReplayOptions(), 6);
        var start = UnixTime.From(Now);
        // Half a second of recording a round, and at once the next one.
        long[] expected = [0, 500_000_000, 501_000_000, 1_001_000_000, 1_002_000_000, 1_502_000_000];
        Assert.Equal(expected, times.Select(time => time - start));
        Assert.Single(sink.Groups);
    }

    [Fact]
    public async Task Run_EndlessFasterThanRecorded_NeverGoesBack()
    {
        var times = await RoundsAsync(new ReplayOptions { Speed = ReplaySpeed.Maximum }, 40);
        Assert.Equal(times.Order(), times);
        Assert.Equal(times.Distinct(), times);
    }

    [Fact]
    public async Task Run_EndlessFileWithoutSamples_Ends()
    {
        File.WriteAllText(folder["gnss.csv"], "t_s,lat_deg,lon_deg\n");
        await Replay(new ReplayOptions(), isEndless: true).RunAsync(sink, CancellationToken.None);
        Assert.Empty(sink.Writes);
    }

    private async Task<List<long>> RoundsAsync(ReplayOptions options, int writes)
    {
        using var stop = new CancellationTokenSource();
        sink.Gate = () => sink.Writes.Count == writes - 1 ? stop.CancelAsync() : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Replay(options, isEndless: true).RunAsync(sink, stop.Token));
        return [.. sink.Writes.Select(write => write.Time)];
    }

    private RepeatedReplay Replay(ReplayOptions options, bool isEndless)
    {
        if (!File.Exists(folder["gnss.csv"]))
            File.WriteAllText(folder["gnss.csv"], "t_s,lat_deg,lon_deg\n5.0,1,2\n5.5,1.1,2\n");
        return new RepeatedReplay(new ReplayInputs { Gnss = [folder["gnss.csv"]] }, options, isEndless, clock);
    }
}
