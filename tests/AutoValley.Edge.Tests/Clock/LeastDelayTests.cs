using AutoValley.Edge.Clock;

namespace AutoValley.Edge.Tests.Clock;

public sealed class LeastDelayTests
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;

    private readonly LeastDelay delays = new(TimeSpan.FromMinutes(1));

    [Fact]
    public void Current_Nothing_IsUnknown() => Assert.Null(delays.Current);

    [Fact]
    public void Observe_LateWords_KeepsTheMostPromptOne()
    {
        for (var second = 0; second < 30; second++)
            delays.Observe(second * Second, (5_500 + (second % 7 * 40)) * Millisecond);
        Assert.Equal(5_500 * Millisecond, delays.Current);
        Assert.Equal((30, 0, 0), (delays.Observations, delays.Outliers, delays.Steps));
    }

    [Fact]
    public void Observe_AClockThatDrifts_IsFollowedWithinTheWindow()
    {
        // 100 ppm for an hour; each word up to 150 ms late, one of ten at once.
        for (long second = 0; second < 3600; second++)
        {
            var offset = second * Second / 10_000;
            delays.Observe(second * Second, offset + (second % 10 * 15 * Millisecond));
            if (second > 60)
                Assert.InRange(delays.Current!.Value, offset - (60 * Second / 10_000), offset);
        }
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void Observe_AClockThatJumps_IsAStepAfterFiveWitnesses(int jump)
    {
        for (var second = 0; second < 10; second++)
            delays.Observe(second * Second, 20 * Millisecond);
        for (var second = 10; second < 14; second++)
            delays.Observe(second * Second, (jump * Second) + (second * Millisecond));
        Assert.Equal((20 * Millisecond, 0), (delays.Current, delays.Steps));
        delays.Observe(14 * Second, (jump * Second) + (14 * Millisecond));
        Assert.Equal(((jump * Second) + (10 * Millisecond), 1, 0), (delays.Current, delays.Steps, delays.Outliers));
    }

    [Fact]
    public void Observe_FarOffWordsThatDoNotAgree_AreOutliers()
    {
        delays.Observe(0, 20 * Millisecond);
        for (var second = 1; second <= 20; second++)
            delays.Observe(second * Second, -second * 100 * Second);
        delays.Observe(21 * Second, 30 * Millisecond);
        Assert.Equal((20 * Millisecond, 0, 20), (delays.Current, delays.Steps, delays.Outliers));
    }

    [Fact]
    public void Observe_AfterALongSilence_ForgetsWhatWas()
    {
        delays.Observe(0, 20 * Millisecond);
        delays.Observe(61 * Second, 300 * Millisecond);
        Assert.Equal(300 * Millisecond, delays.Current);
    }

    [Fact]
    public void Observe_ExtremeTimes_DoNotOverflow()
    {
        delays.Observe(long.MaxValue, long.MinValue);
        delays.Observe(0, long.MaxValue);
        Assert.Equal(long.MinValue, delays.Current);
    }
}
