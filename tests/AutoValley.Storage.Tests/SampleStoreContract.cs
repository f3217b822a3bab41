using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Tests;

/// <summary>What every <see cref="ISampleStore"/> does, over each back end.</summary>
public abstract class SampleStoreContract : StoreUnderContract
{
    private const long Day = UnixTime.NanosPerDay;

    [Theory]
    [MemberData(nameof(States))]
    public async Task Read_AllTypes_GivesWhatWasAppended(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        long[] times = [10, 20, 30];
        await PlayAsync(
            state,
            TestVehicle.Batch(
                session, 1,
                (TestVehicle.Speed, times, Values.Of(new[] { 1.5, double.NaN, -0.0 })),
                (TestVehicle.Gear, times, Values.Of(new[] { long.MinValue, 0, long.MaxValue })),
                (TestVehicle.Brake, times, Values.Of(new[] { true, false, true })),
                (TestVehicle.Note, times, Values.Of(new[] { "", "é", "x" }))),
            TestVehicle.Speeds(session, 2, 40));
        var vehicle = new TestVehicle(Catalogue);
        Assert.Equal(
            [(10, SampleValue.Of(1.5)), (20, SampleValue.Of(double.NaN)), (30, SampleValue.Of(-0.0)), (40, SampleValue.Of(40.0))],
            await Store.ReadAllAsync(vehicle.Series(TestVehicle.Speed)));
        Assert.Equal(
            [(10, SampleValue.Of(long.MinValue)), (20, SampleValue.Of(0L)), (30, SampleValue.Of(long.MaxValue))],
            await Store.ReadAllAsync(vehicle.Series(TestVehicle.Gear)));
        Assert.Equal(
            [(10, SampleValue.Of(true)), (20, SampleValue.Of(false)), (30, SampleValue.Of(true))],
            await Store.ReadAllAsync(vehicle.Series(TestVehicle.Brake)));
        Assert.Equal(
            [(10, SampleValue.Of("")), (20, SampleValue.Of("é")), (30, SampleValue.Of("x"))],
            await Store.ReadAllAsync(vehicle.Series(TestVehicle.Note)));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Read_Range_IsHalfOpen(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await PlayAsync(state, TestVehicle.Speeds(session, 1, 10, 20, 30), TestVehicle.Speeds(session, 2, 40, 50));
        var speed = new TestVehicle(Catalogue).Series(TestVehicle.Speed);
        await AssertTimesAsync(speed, new TimeRange(20, 50), 20, 30, 40);
        await AssertTimesAsync(speed, new TimeRange(41, 51), 50);
        await AssertTimesAsync(speed, new TimeRange(31, 40));
        await AssertTimesAsync(speed, new TimeRange(50, 20));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Read_SameTimeTwice_GivesLaterSequence(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await PlayAsync(state, Speed(session, 2, 10, 2), Speed(session, 1, 10, 1), Speed(session, 4, 20, 4), Speed(session, 3, 20, 3));
        Assert.Equal([(10L, SampleValue.Of(2.0)), (20L, SampleValue.Of(4.0))], await ReadSpeedAsync());
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Read_SameTimeTwice_GivesLaterSession(Sealed state)
    {
        var vehicle = new TestVehicle(Catalogue);
        var (early, late) = (vehicle.NewSession(), vehicle.NewSession());
        await PlayAsync(state, Speed(late, 1, 10, 2), Speed(early, 7, 10, 1), Speed(early, 8, 20, 1), Speed(late, 2, 20, 2));
        Assert.Equal([(10L, SampleValue.Of(2.0)), (20L, SampleValue.Of(2.0))], await ReadSpeedAsync());
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Read_LateBatchIntoHole_IsRankedByItsNumber(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await PlayAsync(state, Speed(session, 1, 10, 1), Speed(session, 3, 10, 3), Speed(session, 4, 20, 4), Speed(session, 2, 10, 2), Speed(session, 5, 20, 5));
        Assert.Equal([(10L, SampleValue.Of(3.0)), (20L, SampleValue.Of(5.0))], await ReadSpeedAsync());
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Read_UnorderedTimes_ComeAscending(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await PlayAsync(state, TestVehicle.Speeds(session, 1, 50, 10, 30), TestVehicle.Speeds(session, 2, 40, 20, 60));
        Assert.Equal([10, 20, 30, 40, 50, 60], (await ReadSpeedAsync()).Select(sample => sample.Time));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Read_FarDays_AreAllThere(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        long[] times = [FirstTime, -Day, -1, 0, Day - 1, Day, 20_000 * Day, long.MaxValue - 1];
        var many = Enumerable.Range(1, 20).Select(day => day * 3 * Day).ToArray();
        await PlayAsync(state, TestVehicle.Speeds(session, 1, times), TestVehicle.Speeds(session, 2, many));
        Assert.Equal(times.Concat(many).Order(), (await ReadSpeedAsync()).Select(sample => sample.Time));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Read_ManySamples_ComesInBoundedSlices(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        var times = Enumerable.Range(0, 100_000).Select(index => (long)index).ToArray();
        await PlayAsync(state, TestVehicle.Speeds(session, 1, times), TestVehicle.Speeds(session, 2, [.. times.Select(time => time + 100_000)]));
        Assert.Equal(Enumerable.Range(0, 200_000).Select(index => (long)index), (await ReadSpeedAsync()).Select(sample => sample.Time));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Aggregate_OverChunksAndEdges_EqualsTheSamples(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        var times = Enumerable.Range(-5_000, 10_000).Select(index => (long)index).ToArray();
        await PlayAsync(state, TestVehicle.Speeds(session, 1, times), TestVehicle.Speeds(session, 2, 5_000, 5_001), TestVehicle.Speeds(session, 3, 6_000));
        var speed = new TestVehicle(Catalogue).Series(TestVehicle.Speed);
        foreach (var bucket in new long[] { 1, 7, 1_000, 3_333, 1_000_000, long.MaxValue })
        {
            var range = new TimeRange(-4_321, 5_555);
            var expected = Model.Buckets(await Store.ReadAllAsync(speed, range), bucket);
            Assert.Equal(expected, await Store.AggregateAllAsync(speed, bucket, range));
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Aggregate_NotANumber_CountsAndIsLeftOut(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        double[] values = [double.NaN, 2, double.NaN, 4, double.NaN, double.NaN];
        await PlayAsync(
            state,
            TestVehicle.Batch(session, 1, (TestVehicle.Speed, [10, 11, 12, 13, 20, 21], Values.Of(values))),
            TestVehicle.Batch(session, 2, (TestVehicle.Speed, [30], Values.Of(new[] { double.NaN }))));
        var nan = double.NaN;
        Assert.Equal(
            [
                new Bucket(10, 4, 2, 4, 6, 2, 4) { Numbers = 2 },
                new Bucket(20, 2, nan, nan, nan, nan, nan) { Numbers = 0 },
                new Bucket(30, 1, nan, nan, nan, nan, nan) { Numbers = 0 },
            ],
            await Store.AggregateAllAsync(new TestVehicle(Catalogue).Series(TestVehicle.Speed), 10));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Aggregate_IntegersAndBooleans_AreNumbers(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await PlayAsync(
            state,
            TestVehicle.Batch(session, 1, (TestVehicle.Gear, [1, 2], Values.Of(new long[] { 3, -4 })), (TestVehicle.Brake, [1, 2], Values.Of(new[] { true, false }))),
            TestVehicle.Batch(session, 2, (TestVehicle.Brake, [3], Values.Of(new[] { true }))));
        var vehicle = new TestVehicle(Catalogue);
        Assert.Equal([new Bucket(0, 2, -4, 3, -1, 3, -4)], await Store.AggregateAllAsync(vehicle.Series(TestVehicle.Gear), 10));
        Assert.Equal([new Bucket(0, 3, 0, 1, 2, 1, 1)], await Store.AggregateAllAsync(vehicle.Series(TestVehicle.Brake), 10));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Append_SameBatchAgain_IsDuplicateAndStoredOnce(Sealed state)
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await PlayAsync(state, TestVehicle.Speeds(session, 1, 10), TestVehicle.Speeds(session, 3, 30));
        var again = Find(session);
        Assert.Equal(AppendOutcome.Duplicate, await Store.AppendAsync(TestVehicle.Speeds(again, 1, 10), default));
        Assert.Equal(AppendOutcome.Duplicate, await Store.AppendAsync(TestVehicle.Speeds(again, 3, 30), default));
        Assert.Equal(AppendOutcome.Appended, await Store.AppendAsync(TestVehicle.Speeds(again, 2, 20), default));
        Assert.Equal([10, 20, 30], (await ReadSpeedAsync()).Select(sample => sample.Time));
        Assert.Equal("1-3", Store.GetWatermark(again).ToString());
    }

    [Fact]
    public async Task Append_ManyCopiesAtOnce_AppendsOneAndCompletesAll()
    {
        var session = new TestVehicle(Catalogue).NewSession();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 400).Select(
            index => Task.Run(() => Store.AppendAsync(TestVehicle.Speeds(session, (ulong)(index % 100) + 1, index % 100), default).AsTask())));
        Assert.Equal(100, outcomes.Count(outcome => outcome == AppendOutcome.Appended));
        Assert.Equal("1-100", Store.GetWatermark(session).ToString());
        Assert.Equal(Enumerable.Range(0, 100).Select(index => (long)index), (await ReadSpeedAsync()).Select(sample => sample.Time));
    }

    [Fact]
    public async Task GetWatermark_GivenSet_IsACopy()
    {
        var session = new TestVehicle(Catalogue).NewSession();
        Assert.Empty(Store.GetWatermark(session));
        await Store.AppendAllAsync(TestVehicle.Speeds(session, 5, 1));
        Store.GetWatermark(session).Add(6);
        Assert.Equal("5-5", Store.GetWatermark(session).ToString());
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task GetLatest_OfSeveralSeries_GivesGreatestTimes(Sealed state)
    {
        var vehicle = new TestVehicle(Catalogue);
        var (early, late) = (vehicle.NewSession(), vehicle.NewSession());
        await PlayAsync(
            state,
            TestVehicle.Batch(late, 1, (TestVehicle.Speed, [50 * Day, 9], Values.Of(new[] { 5.0, 1.0 })), (TestVehicle.Note, [7], Values.Of(new[] { "n" }))),
            Speed(early, 1, 50 * Day, 4),
            Speed(early, 2, 3, 3));
        vehicle = new TestVehicle(Catalogue);
        var series = new[] { vehicle.Series(TestVehicle.Speed), vehicle.Series(TestVehicle.Gear), vehicle.Series(TestVehicle.Note) };
        Assert.Equal(
            [new LatestSample(series[0], 50 * Day, SampleValue.Of(5.0)), new LatestSample(series[2], 7, SampleValue.Of("n"))],
            await Store.GetLatestAsync(series, default));
    }

    [Fact]
    public async Task DeleteBefore_SealedDays_DropsWholeDaysThatEnded()
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, 2, Day - 1, Day, 2 * Day));
        await Store.SealAsync(default);
        Assert.Equal(0, await Store.DeleteBeforeAsync(Day - 1, default));
        Assert.Equal(3, await Store.DeleteBeforeAsync(Day, default));
        Assert.Equal([Day, 2 * Day], (await ReadSpeedAsync()).Select(sample => sample.Time));
        Assert.Equal(1, await Store.DeleteBeforeAsync((2 * Day) + 5, default));
        Assert.Equal([2 * Day], (await ReadSpeedAsync()).Select(sample => sample.Time));
        Assert.Equal(AppendOutcome.Duplicate, await Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), default));

        await Store.AppendAllAsync(TestVehicle.Speeds(session, 2, 1, 5));
        await Store.SealAsync(default);
        await ReopenAsync();
        Assert.Equal([1, 5, 2 * Day], (await ReadSpeedAsync()).Select(sample => sample.Time));
    }

    [Fact]
    public async Task GetStatistics_AfterSealing_CountsSamples()
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, 2, 2 * Day));
        Assert.Equal(0, (await Store.GetStatisticsAsync(default)).SealedSamples);
        await Store.SealAsync(default);
        var statistics = await Store.GetStatisticsAsync(default);
        Assert.Equal(3, statistics.SealedSamples);
        if (!HasFiles)
            return;
        Assert.Equal(2, statistics.Chunks);
        Assert.InRange(statistics.SealedBytes, 1, statistics.StoreBytes);
    }

    [Fact]
    public async Task Health_OfUnsealedBatches_TellsOldestAndBytes()
    {
        var session = new TestVehicle(Catalogue).NewSession();
        Assert.Equal(new StoreHealth(true, "", 0, null), Store.Health);
        await Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1));
        await Store.AppendAllAsync(TestVehicle.Speeds(session, 2, 2));
        Assert.Equal(1_000_001, Store.Health.OldestUnsealed);
        Assert.True(Store.Health.JournalBytes > 0);
        await Store.SealAsync(default);
        Assert.Equal(new StoreHealth(true, "", 0, null), Store.Health);
    }

    [Fact]
    public async Task Append_Cancelled_StoresNothing()
    {
        var session = new TestVehicle(Catalogue).NewSession();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), new CancellationToken(true)).AsTask());
        Assert.Equal(AppendOutcome.Appended, await Store.AppendAsync(TestVehicle.Speeds(session, 1, 1), default));
    }

    [Fact]
    public async Task Read_WhileSealing_MissesAndDoublesNothing()
    {
        var session = new TestVehicle(Catalogue).NewSession();
        var speed = new TestVehicle(Catalogue).Series(TestVehicle.Speed);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var reads = 0;
            for (; reads < 20 || !stop.IsCancellationRequested; reads++)
            {
                var durable = (long)Store.GetWatermark(session).Highest;
                var times = await Store.ReadTimesAsync(speed);
                Assert.True(times.Length >= durable * 10, $"{times.Length} samples of {durable} batches");
                Assert.Equal(Enumerable.Range(0, times.Length).Select(index => (long)index), times);
                var buckets = await Store.AggregateAllAsync(speed, 100);
                Assert.True(buckets.Sum(bucket => bucket.Count) >= times.Length);
                Assert.All(buckets.SkipLast(1), bucket => Assert.Equal(100, bucket.Count));
            }
            return reads;
        })).ToArray();
        for (var sequence = 1UL; sequence <= 400; sequence++)
        {
            var start = ((long)sequence - 1) * 10;
            await Store.AppendAsync(TestVehicle.Speeds(session, sequence, [.. Enumerable.Range(0, 10).Select(index => start + index)]), default);
            if (sequence % 20 != 0)
                continue;
            await Store.SealAsync(default);
            await SettleAsync();
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task Observe_Batches_ComeOnceInTheJournalsOrderAndCanBeRead()
    {
        var session = new TestVehicle(Catalogue).NewSession();
        List<(ulong Sequence, long Position, bool Durable)> seen = [];
        Store.Observe(batch => seen.Add((batch.Sequence, batch.Position, Store.GetWatermark(batch.Session).Contains(batch.Sequence))));
        for (var sequence = 1UL; sequence <= 20; sequence++)
        {
            await Store.AppendAsync(TestVehicle.Speeds(session, sequence, (long)sequence), default);
            await Store.AppendAsync(TestVehicle.Speeds(session, sequence, (long)sequence), default);
            Assert.Equal(sequence, seen[^1].Sequence);
        }
        Assert.Equal(20, seen.Count);
        Assert.All(seen, one => Assert.True(one.Durable));
        Assert.Equal(seen.Select(one => one.Position).Order().Distinct(), seen.Select(one => one.Position));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenSnapshot_LaterBatchesAndSeals_ChangeNothing(bool sealedBefore)
    {
        var vehicle = new TestVehicle(Catalogue);
        var session = vehicle.NewSession();
        await Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 10), TestVehicle.Speeds(session, 2, 20));
        if (sealedBefore)
            await Store.SealAsync(default);
        using (var snapshot = Store.OpenSnapshot([session.Vehicle]))
        {
            await Store.AppendAllAsync(TestVehicle.Speeds(session, 3, 30));
            await AssertSnapshotAsync(snapshot);
            await Store.SealAsync(default);
            await SettleAsync();
            await AssertSnapshotAsync(snapshot);
        }
        await SettleAsync();
        Assert.Equal([10, 20, 30], (await ReadSpeedAsync()).Select(sample => sample.Time));

        async Task AssertSnapshotAsync(IStoreSnapshot snapshot)
        {
            var slices = await snapshot.ReadAsync(vehicle.Series(TestVehicle.Speed), TimeRange.All, default).ToListAsync();
            Assert.Equal([10, 20], slices.SelectMany(slice => slice.Times.ToArray()));
        }
    }
}
