using AutoValley.Edge.Batching;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Batching;

public sealed class BatcherTests : IDisposable
{
    private readonly VirtualTime clock = new();
    private readonly Batcher batcher;
    private readonly SignalGroup pair;

    public BatcherTests()
    {
        batcher = new Batcher(new SignalRegistry(), new BatchingOptions { Age = TimeSpan.FromMilliseconds(100), Bytes = 240 }, clock);
        pair = batcher.Declare([new("Vehicle.Speed", SignalType.Double), new("Vehicle.Gear", SignalType.Integer)]);
    }

    public void Dispose() => batcher.Dispose();

    [Fact]
    public async Task NextAsync_SampleReachesAge_ClosesTheBatch()
    {
        var next = batcher.NextAsync(default).AsTask();
        await WriteAsync(1);
        await clock.AdvanceUntilAsync(() => next.IsCompleted, TimeSpan.FromMilliseconds(10));

        Assert.Equal(2, (await next)!.Samples);
        Assert.True(clock.GetTimestamp() >= TimeSpan.FromMilliseconds(100).Ticks);
    }

    [Fact]
    public async Task NextAsync_YoungSample_WaitsForItsAge()
    {
        await WriteAsync(1);
        clock.Advance(TimeSpan.FromMilliseconds(99));
        var next = batcher.NextAsync(default).AsTask();
        Assert.False(next.IsCompleted);

        await clock.AdvanceUntilAsync(() => next.IsCompleted, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task NextAsync_FullBatch_ClosesWithoutTime()
    {
        // A row counts 24 bytes: one time and two values.
        for (var time = 1; time <= 10; time++)
            await WriteAsync(time);

        var batch = await batcher.NextAsync(default);

        Assert.Equal(20, batch!.Samples);
        Assert.Equal((1, 10), (batch.FirstTime, batch.LastTime));
    }

    [Fact]
    public async Task WriteAsync_UrgentSamples_MakeTheirBatchUrgentAlone()
    {
        var alarm = batcher.Urgent.Declare([new("Alarm", SignalType.Boolean)]);
        await WriteAsync(1);
        await batcher.Urgent.WriteAsync(alarm, 2, new[] { SampleValue.Of(true) }, default);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await batcher.NextAsync(default))!.IsUrgent);
        await WriteAsync(3);
        batcher.Complete();
        Assert.False((await batcher.NextAsync(default))!.IsUrgent);
        Assert.Null(await batcher.NextAsync(default));
    }

    [Fact]
    public async Task WriteAsync_BothBatchesFull_WaitsUntilOneIsTaken()
    {
        for (var time = 1; time <= 10; time++)
            await WriteAsync(time);
        await batcher.NextAsync(default);
        for (var time = 11; time <= 20; time++)
            await WriteAsync(time);
        var blocked = WriteAsync(21).AsTask();
        Assert.False(blocked.IsCompleted);
        Assert.Equal(40, batcher.Samples);

        Assert.Equal(20, (await batcher.NextAsync(default))!.Samples);
        await blocked.WaitAsync(Eventually.Limit);
        batcher.Complete();
        Assert.Equal(2, (await batcher.NextAsync(default))!.Samples);
    }

    [Fact]
    public async Task WriteAsync_CancelledWhileFull_Throws()
    {
        for (var time = 1; time <= 10; time++)
            await WriteAsync(time);
        using var stop = new CancellationTokenSource();
        var blocked = batcher.WriteAsync(pair, 11, Row(11), stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked);
        Assert.Equal(20, batcher.Samples);
    }

    [Fact]
    public async Task Complete_OpenBatch_ClosesAtOnceAndThenEnds()
    {
        await WriteAsync(1);
        batcher.Complete();

        Assert.Equal(2, (await batcher.NextAsync(default))!.Samples);
        Assert.Null(await batcher.NextAsync(default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(2).AsTask());
    }

    [Fact]
    public async Task WriteAsync_RowThatDoesNotFitItsGroup_Throws()
    {
        var foreign = new SignalRegistry().Declare([new("Vehicle.Speed", SignalType.Double)]);

        await Assert.ThrowsAsync<ArgumentException>(() => batcher.WriteAsync(pair, 1, new[] { SampleValue.Of(1.0) }, default).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => batcher.WriteAsync(pair, 1, new[] { SampleValue.Of(1L), SampleValue.Of(1L) }, default).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => batcher.WriteAsync(foreign, 1, new[] { SampleValue.Of(1.0) }, default).AsTask());
        Assert.Equal(0, batcher.Samples);
    }

    [Fact]
    public async Task WriteAsync_TextLargerThanARow_Throws()
    {
        var group = batcher.Declare([new("Vehicle.Note", SignalType.Text)]);

        await Assert.ThrowsAsync<ArgumentException>(
            () => batcher.WriteAsync(group, 1, new[] { SampleValue.Of(new string('x', OpenBatch.MaximumRowBytes)) }, default).AsTask());
        await batcher.WriteAsync(group, 1, new[] { SampleValue.Of(new string('x', 1000)) }, default);
        Assert.Equal(1, (await batcher.NextAsync(default))!.Samples);
    }

    [Fact]
    public async Task WriteTo_TwoGroups_SharesTimesWithinEach()
    {
        var mixed = batcher.Declare([new("Vehicle.Door", SignalType.Boolean), new("Vehicle.Mode", SignalType.Text)]);
        await WriteAsync(100);
        await batcher.WriteAsync(mixed, 90, new[] { SampleValue.Of(true), SampleValue.Of("auto") }, default);
        await WriteAsync(110);
        batcher.Complete();

        var writer = new BatchWriter();
        var batch = (await batcher.NextAsync(default))!;
        batch.WriteTo(writer);
        var payload = writer.ToPayload(SessionId.New(), 1, batch.FirstTime, 0, ClockQuality.Unknown);

        Assert.Equal(BatchError.None, BatchView.TryRead(payload, BatchLimits.Default, out var view, out _));
        Assert.Equal([0, 0, 1, 1], view!.Columns.Select(column => column.TimeBase));
        Assert.Equal([1u, 2u, 3u, 4u], view.Columns.Select(column => column.Signal));
        Assert.Equal([100L, 110L], view.DecodeTimes(0).ToArray());
        Assert.Equal([100.0, 110.0], ((Values<double>)view.Decode(0).Values).Items.ToArray());
        Assert.Equal([-100L, -110L], ((Values<long>)view.Decode(1).Values).Items.ToArray());
        Assert.Equal([90L], view.DecodeTimes(1).ToArray());
        Assert.Equal([true], ((Values<bool>)view.Decode(2).Values).Items.ToArray());
        Assert.Equal(["auto"], ((Values<string>)view.Decode(3).Values).Items.ToArray());
        Assert.Equal((90, 110), (batch.FirstTime, batch.LastTime));
    }

    [Fact]
    public async Task WriteAsync_SteadyState_AllocatesNothing()
    {
        using var roomy = new Batcher(new SignalRegistry(), new BatchingOptions { Bytes = 1 << 20 }, clock);
        var group = roomy.Declare([new("Vehicle.Speed", SignalType.Double), new("Vehicle.Gear", SignalType.Integer)]);
        var (row, least) = (Row(1), long.MaxValue);
        // Both buffers have grown after two rounds; the runtime compiles anew when it likes.
        for (var round = 0; round < 6; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var time = 0; time < 10_000; time++)
                await roomy.WriteAsync(group, time, row, default);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            clock.Advance(TimeSpan.FromSeconds(1));
            await roomy.NextAsync(default);
        }
        Assert.InRange(least, 0, 1024);
    }

    private ValueTask WriteAsync(long time) => batcher.WriteAsync(pair, time, Row(time), default);

    private static SampleValue[] Row(long time) => [SampleValue.Of((double)time), SampleValue.Of(-time)];
}
