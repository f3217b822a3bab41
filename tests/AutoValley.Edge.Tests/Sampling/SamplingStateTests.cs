using AutoValley.Edge.Sampling;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sampling;

public sealed class SamplingStateTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Take_NoRule_TakesAll() => Assert.Equal([0, 0, 1, 2], Taken(SamplingRule.All, (0, 1), (0, 1), (1, 1), (2, 1)));

    [Fact]
    public void Take_Every_IsTheFirstOfEachPeriodSince1970() =>
        Assert.Equal([95, 100, 205, 400], Taken(new SamplingRule { Every = 100 * Ms }, (95, 1), (99, 2), (100, 3), (199, 4), (205, 5), (299, 6), (400, 7)));

    [Fact]
    public void Take_EveryBefore1970_KeepsThePeriods() =>
        Assert.Equal([-150, -100, 0, 100], Taken(new SamplingRule { Every = 100 * Ms }, (-150, 1), (-110, 1), (-100, 1), (-1, 1), (0, 1), (99, 1), (100, 1)));

    [Fact]
    public void Take_AtMost_CountsFromTheLastThatWent() =>
        Assert.Equal([95, 195, 300], Taken(new SamplingRule { AtMostEach = 100 * Ms }, (95, 1), (100, 2), (194, 3), (195, 4), (294, 5), (300, 6)));

    [Fact]
    public void Take_OnChange_TakesWhatLeavesTheDeadBandAndAHeartbeat()
    {
        var rule = new SamplingRule { DeadBand = 2, Heartbeat = 1000 * Ms };
        // 12 is no more than 2 from 10, and slow drift counts from the last that went.
        Assert.Equal([0, 3, 1003], Taken(rule, (0, 10), (1, 12), (2, 11), (3, 12.5), (4, 10.5), (1002, 12.5), (1003, 12.5), (1004, 12.5)));
    }

    [Fact]
    public void Take_OnChangeWithAtMost_TellsALateChangeAtTheNextSample()
    {
        var rule = new SamplingRule { DeadBand = 0, AtMostEach = 100 * Ms };
        Assert.Equal([0, 100], Taken(rule, (0, 1), (50, 2), (100, 2), (200, 2)));
    }

    [Fact]
    public void Take_ClockSetBack_BeginsAnew() =>
        Assert.Equal([5_000, 100, 200], Taken(new SamplingRule { AtMostEach = 100 * Ms }, (5_000, 1), (100, 1), (150, 1), (200, 1)));

    [Fact]
    public void Take_TimesAtTheEnds_DoNotOverflow() =>
        Assert.Equal([long.MinValue / Ms, long.MaxValue / Ms], Taken(new SamplingRule { AtMostEach = 1, Every = 1, DeadBand = 0 }, (long.MinValue / Ms, 1), (long.MaxValue / Ms, 1)));

    [Fact]
    public void Take_OnChangeOfOtherTypes_ComparesThem()
    {
        var rule = new SamplingRule { DeadBand = 1 };
        AssertTaken(rule, SampleValue.Of("a"), (SampleValue.Of("a"), false), (SampleValue.Of("b"), true));
        AssertTaken(rule, SampleValue.Of(true), (SampleValue.Of(true), false), (SampleValue.Of(false), true));
        AssertTaken(rule, SampleValue.Of(long.MinValue), (SampleValue.Of(long.MinValue + 1), false), (SampleValue.Of(long.MaxValue), true));
        AssertTaken(rule, SampleValue.Of(double.NaN), (SampleValue.Of(double.NaN), false), (SampleValue.Of(1.0), true), (SampleValue.Of(double.NaN), true));
        AssertTaken(rule, SampleValue.Of(double.PositiveInfinity), (SampleValue.Of(double.PositiveInfinity), false), (SampleValue.Of(0.0), true));
    }

    private static void AssertTaken(SamplingRule rule, SampleValue first, params (SampleValue Value, bool Taken)[] others)
    {
        var (state, time) = (new SamplingState(), 0L);
        Assert.True(state.Take(rule, time++, first));
        foreach (var (value, taken) in others)
            Assert.Equal(taken, state.Take(rule, time++, value));
    }

    /// <summary>The times, in milliseconds, of the samples that go on.</summary>
    private static IEnumerable<long> Taken(SamplingRule rule, params (long Time, double Value)[] samples)
    {
        var state = new SamplingState();
        return [.. samples.Where(sample => state.Take(rule, sample.Time * Ms, SampleValue.Of(sample.Value))).Select(sample => sample.Time)];
    }
}
