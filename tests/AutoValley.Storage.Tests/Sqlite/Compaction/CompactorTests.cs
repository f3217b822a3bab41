using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Sqlite.Compaction;

/// <summary>Merging while others read, and what it leaves in the file.</summary>
public sealed class CompactorTests
{
    [Fact]
    public async Task Compact_EightSegments_BecomeOneChunkWithSharedTimes()
    {
        await using var test = new TestStore();
        await SealAsync(test, segments: 8);
        var before = await test.Store.GetStatisticsAsync(default);
        Assert.True(await test.Store.CompactAsync(null, default));
        await test.CompactAsync();
        Assert.Equal((2, 1, 1), (Ask(test, "chunk"), Ask(test, "times"), Ask(test, "body")));
        var after = await test.Store.GetStatisticsAsync(default);
        Assert.Equal((before.SealedSamples, 2), (after.SealedSamples, after.Chunks));
        Assert.Equal(after.SealedBytes, test.AskFirstDay("""
            SELECT (SELECT sum(length(parts)) FROM body) + (SELECT sum(length(bounds) + length(times)) FROM times)
            """));
        await test.AssertSpeedTimesAsync([.. Enumerable.Range(0, 80).Select(time => (long)time)]);
        Assert.False(await test.Store.CompactAsync(null, default));
    }

    [Fact]
    public async Task Compact_MergedChunks_AreMergedAgain()
    {
        await using var test = new TestStore();
        var session = test.Vehicle.NewSession();
        foreach (var last in new[] { 8UL, 16UL })
        {
            for (var sequence = last - 7; sequence <= last; sequence++)
            {
                await test.Store.AppendAllAsync(TestVehicle.Speeds(session, sequence, (long)sequence));
                await test.Store.SealAsync(default);
            }
            await test.CompactAsync();
            Assert.Equal((1, (long)last), (test.AskFirstDay("SELECT first_sequence FROM chunk"), test.AskFirstDay("SELECT last_sequence FROM chunk")));
        }
        await test.AssertSpeedTimesAsync([.. Enumerable.Range(1, 16).Select(time => (long)time)]);
    }

    [Fact]
    public async Task Compact_LaterBatchThatBeginsEarlier_WinsTheTimeTheyShare()
    {
        await using var test = new TestStore();
        var session = test.Vehicle.NewSession();
        foreach (var (sequence, times) in new[] { (1UL, new long[] { 5, 10 }), (2UL, [3, 10]) })
        {
            await test.Store.AppendAllAsync(TestVehicle.Batch(session, sequence, (TestVehicle.Speed, times, Values.Of(new double[] { sequence, sequence }))));
            await test.Store.SealAsync(default);
        }
        await test.CompactAsync();
        Assert.Equal(1, Ask(test, "chunk"));
        Assert.Equal(
            [(3, SampleValue.Of(2.0)), (5, SampleValue.Of(1.0)), (10, SampleValue.Of(2.0))], await test.Store.ReadAllAsync(test.Speed));
    }

    [Fact]
    public async Task Compact_SevenSegments_WaitsInTheBackground()
    {
        await using var test = new TestStore();
        await SealAsync(test, segments: 7);
        Assert.False(await test.Store.CompactAsync(null, default));
        await test.ReopenAsync();
        while (await test.Store.CompactAsync(null, default))
        {
        }
        Assert.Equal(14, Ask(test, "chunk"));
    }

    [Fact]
    public async Task Compact_WhileSomebodyReads_KeepsWhatIsBeingRead()
    {
        await using var test = new TestStore();
        await SealAsync(test, segments: 8);
        // Aggregation looks one piece ahead, so that a piece is found before and loaded after the merge.
        await using var reader = test.Store.AggregateAsync(test.Speed, TimeRange.All, 5, default).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        await test.CompactAsync();
        Assert.Equal((2, 9), (Ask(test, "chunk"), Ask(test, "body")));
        var buckets = 1;
        while (await reader.MoveNextAsync())
            buckets++;
        Assert.Equal(16, buckets);
        await reader.DisposeAsync();
        await test.CompactAsync();
        Assert.Equal((2, 1), (Ask(test, "chunk"), Ask(test, "body")));
    }

    [Fact]
    public async Task Compact_WhileASnapshotIsOpen_DoesNothing()
    {
        await using var test = new TestStore();
        await SealAsync(test, segments: 8);
        using (test.Store.OpenSnapshot([test.Speed.Vehicle]))
            await test.CompactAsync();
        Assert.Equal(16, Ask(test, "chunk"));
        await test.CompactAsync();
        Assert.Equal(2, Ask(test, "chunk"));
    }

    [Fact]
    public async Task Compact_StoppedBeforeClearing_ClearsAfterTheNextStart()
    {
        await using var test = new TestStore();
        await SealAsync(test, segments: 8);
        Assert.True(await test.Store.CompactAsync(null, default));
        Assert.Equal((2, 9), (Ask(test, "chunk"), Ask(test, "body")));
        await test.ReopenAsync();
        while (await test.Store.CompactAsync(null, default))
        {
        }
        Assert.Equal((2, 1, 1), (Ask(test, "chunk"), Ask(test, "body"), Ask(test, "times")));
        await test.AssertSpeedTimesAsync([.. Enumerable.Range(0, 80).Select(time => (long)time)]);
    }

    [Fact]
    public async Task Compact_DamagedChunk_LeavesItsSeriesAlone()
    {
        await using var test = new TestStore();
        await SealAsync(test, segments: 8);
        await test.CloseAsync();
        test.ChangeFirstDay("UPDATE body SET parts = x'00' || substr(parts, 2) WHERE id = 1");
        test.Open();
        await test.CompactAsync();
        Assert.Equal((9, 9), (Ask(test, "chunk"), Ask(test, "body")));
        Assert.Equal(80, (await test.Store.ReadTimesAsync(test.Vehicle.Series(TestVehicle.Gear))).Length);
    }

    [Fact]
    public async Task CompactDay_ManyFreePages_GivesThemBack()
    {
        await using var test = new TestStore(options: options => options with { SegmentBytes = 1 << 22 });
        var session = test.Vehicle.NewSession();
        var random = new Random(1);
        for (var sequence = 1UL; sequence <= 8; sequence++)
        {
            var times = Enumerable.Range(0, 3_000).Select(index => ((long)sequence * 3_000) + index).ToArray();
            var values = Values.Of(Array.ConvertAll(times, _ => random.NextDouble()));
            await test.Store.AppendAllAsync(TestVehicle.Batch(session, sequence, (TestVehicle.Speed, times, values)));
            await test.Store.SealAsync(default);
        }
        await test.CompactAsync();
        Assert.Equal((1, 0), (Ask(test, "chunk"), test.AskFirstDay("PRAGMA freelist_count")));
        Assert.Equal(24_000, (await test.Store.ReadTimesAsync(test.Speed)).Length);
    }

    // Two signals that share their times, ten samples a segment.
    private static async Task SealAsync(TestStore test, int segments)
    {
        var session = test.Vehicle.NewSession();
        for (var segment = 0; segment < segments; segment++)
        {
            var times = Enumerable.Range(segment * 10, 10).Select(time => (long)time).ToArray();
            await test.Store.AppendAllAsync(TestVehicle.Batch(
                session, (ulong)segment + 1, (TestVehicle.Speed, times, Values.Of(new double[10])), (TestVehicle.Gear, times, Values.Of(new long[10]))));
            await test.Store.SealAsync(default);
        }
    }

    private static long Ask(TestStore test, string table) => test.AskFirstDay($"SELECT count(*) FROM {table}");
}
