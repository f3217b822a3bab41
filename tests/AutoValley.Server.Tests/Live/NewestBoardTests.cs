using AutoValley.Server.Live;
using AutoValley.Storage;
using AutoValley.Telemetry;
using static AutoValley.Server.Tests.Live.CarBatches;

namespace AutoValley.Server.Tests.Live;

/// <summary>What watchers of newest samples see, with the pool's part done by hand.</summary>
public sealed class NewestBoardTests : IDisposable
{
    private readonly CarBatches batches = new();
    private readonly NewestBoard board;
    private readonly Dictionary<int, NewestSample> seen = [];

    public NewestBoardTests() => board = new NewestBoard(batches.Car, new LiveOptions { QueueBatches = 3 });

    public void Dispose() => batches.Dispose();

    [Fact]
    public void Read_AfterABatch_GivesTheNewestOfEachSignal()
    {
        Fold(batches.Of([10, 30, 20], (1, Column(1.0, 3.0, 2.0)), (2, Column(1L, 3L, 2L))));
        Assert.Equal(["A 30 3", "B 30 3"], Read(out var superseded));
        Assert.Equal(4, superseded);
        Assert.Empty(Read(out superseded));
        Assert.Equal(0, superseded);
    }

    [Fact]
    public void Read_AfterManyBatches_GivesOneSampleAndCountsTheOthers()
    {
        Fold(batches.Of([1], (1, Column(0.5)), (3, Column("slow"))));
        for (var time = 2; time <= 100; time++)
            Fold(batches.Of([time], (1, Column((double)time))));
        Assert.Equal(["A 100 100", "T 1 slow"], Read(out var superseded));
        Assert.Equal(99, superseded);
    }

    [Fact]
    public void Read_LateSamples_NeverGoesBack()
    {
        Fold(batches.Of([50], (1, Column(5.0))));
        Assert.Equal(["A 50 5"], Read(out _));
        Fold(batches.Of([40], (1, Column(4.0))));
        Assert.Empty(Read(out var superseded));
        Assert.Equal(1, superseded);
        Fold(batches.Of([50], (1, Column(5.5))));
        Assert.Equal(["A 50 5.5"], Read(out _));
    }

    [Fact]
    public void Add_StoredSamples_AreNewsWhereNothingNewerIsKnown()
    {
        Fold(batches.Of([50], (1, Column(5.0))));
        board.Add([new LatestSample(batches.Series(1), 40, SampleValue.Of(4.0)), new LatestSample(batches.Series(2), 40, SampleValue.Of(4L))]);
        Assert.Equal(["A 50 5", "B 40 4"], Read(out var superseded));
        Assert.Equal(0, superseded);
    }

    [Fact]
    public void Read_SignalsThatAreNotWanted_AreNeitherGivenNorCounted()
    {
        Fold(batches.Of([1, 2], (1, Column(1.0, 2.0)), (2, Column(1L, 2L))));
        Assert.Equal(["B 2 2"], Read(out var superseded, series => series.Name == "B"));
        Assert.Equal(1, superseded);
    }

    [Fact]
    public void Offer_WithoutAFreeThread_DropsTheOldestAndCounts()
    {
        // The pool may take them at any time; a batch is then folded or dropped, never both.
        var lost = 0;
        for (var time = 1; time <= 1_000; time++)
            lost += board.Offer(batches.Of([time], (1, Column((double)time))));
        board.Execute();
        Assert.Equal(["A 1000 1000"], Read(out var superseded));
        Assert.Equal(999, superseded + lost);
        Assert.Equal(lost, board.Dropped);
    }

    [Fact]
    public void Offer_BatchesWithoutEnd_KeepsFewWaiting()
    {
        var busy = new NewestBoard(batches.Car, new LiveOptions { QueueBatches = 3, QueueBytes = 1 });
        Assert.Equal(1, busy.Offer(batches.Of([1], (1, Column(1.0)))));
        Assert.Equal(1, busy.Dropped);
    }

    [Fact]
    public async Task Offer_Watched_WakesTheWatcher()
    {
        var left = 0;
        var watcher = new NewestSubscription([board], () => left++);
        board.Offer(batches.Of([1], (1, Column(1.0))));
        await watcher.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        var news = Assert.Single(watcher.Read(_ => true));
        Assert.Equal((batches.Car, 1, 0L), (news.Vehicle, news.Samples.Count, news.Superseded));
        watcher.Dispose();
        Assert.Equal(1, left);
        // Nobody is there any more, and nothing fails.
        board.Execute();
        watcher.Wake();
    }

    private void Fold(DurableBatch batch)
    {
        board.Offer(batch);
        board.Execute();
    }

    private string[] Read(out long superseded, Func<Series, bool>? isWanted = null)
    {
        var found = new List<LatestSample>();
        superseded = board.Read(seen, isWanted ?? (_ => true), found);
        return [.. found.Select(sample => $"{sample.Series.Name} {sample.Time} {sample.Value}").Order()];
    }
}
