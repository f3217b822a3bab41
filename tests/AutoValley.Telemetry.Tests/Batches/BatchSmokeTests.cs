using AutoValley.Telemetry.Batches;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class BatchSmokeTests
{
    [Fact]
    public void TryRead_WhatBatchWriterWrote_GivesItBack()
    {
        var writer = new BatchWriter();
        var times = writer.AddTimes([1000, 2000, 3000]);
        writer.AddColumn(7, times, Values.Of(new[] { 1.5, 2.5, double.NaN }));
        writer.AddColumn(8, times, Values.Of(new[] { true, false, true }));
        var session = SessionId.New();
        var clock = new ClockQuality(ClockSource.Ptp, -5, 12);
        var payload = writer.ToPayload(session, 3, 990, 5000, clock);

        var error = BatchView.TryRead(payload, BatchLimits.Default, out var view, out var detail);

        Assert.Equal((BatchError.None, ""), (error, detail));
        Assert.Equal((session, 3UL, 990L, 5000L, clock), (view!.Session, view.Sequence, view.BaseTime, view.SendTime, view.Clock));
        Assert.Equal([1000L, 2000L, 3000L], view.DecodeTimes(0).ToArray());
        Assert.Equal([1.5, 2.5, double.NaN], ((Values<double>)view.Decode(0).Values).Items.ToArray());
        Assert.Equal([true, false, true], ((Values<bool>)view.Decode(1).Values).Items.ToArray());
        Assert.Equal(6, view.SampleCount);
    }
}
