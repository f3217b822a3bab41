using AutoValley.Storage.Influx;
using AutoValley.Testing;

namespace AutoValley.Storage.Tests.Influx;

public sealed class InfluxPaceTests
{
    private static readonly InfluxStoreOptions Options = new()
    {
        Url = new Uri("http://influx:1"), MaximumInFlight = 8, Timeout = TimeSpan.FromSeconds(30), MaximumPause = TimeSpan.FromSeconds(4),
    };

    private readonly VirtualTime time = new();

    [Fact]
    public async Task Wait_AfterFailures_DoublesUpToTheLongestPause()
    {
        var pace = new InfluxPace(Options, time);
        await pace.WaitAsync(default);
        foreach (var most in new[] { 0.25, 0.5, 1, 2, 4, 4, 4 })
        {
            pace.Failed("is away", null);
            var waited = pace.WaitAsync(default);
            time.Advance(TimeSpan.FromSeconds(most / 2) - TimeSpan.FromMilliseconds(1));
            Assert.False(waited.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(most / 2) + TimeSpan.FromMilliseconds(1));
            await waited;
        }
        Assert.Equal((7L, "is away"), (pace.Retries, pace.Outage!.Reason));
        pace.Answered(TimeSpan.Zero);
        Assert.Null(pace.Outage);
        Assert.True(pace.WaitAsync(default).IsCompleted);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(3600, 40)]
    public async Task Wait_RetryAfter_IsObeyedWithinTenPauses(int asked, int waits)
    {
        var pace = new InfluxPace(Options, time);
        pace.Failed("is busy", TimeSpan.FromSeconds(asked));
        var waited = pace.WaitAsync(default);
        time.Advance(TimeSpan.FromSeconds(waits) - TimeSpan.FromMilliseconds(1));
        Assert.False(waited.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await waited;
    }

    [Fact]
    public void Allowed_FailuresAndSlowAnswers_HalvesAndGrowsAgain()
    {
        var pace = new InfluxPace(Options, time);
        pace.Failed("is away", null);
        Assert.Equal(4, pace.Allowed);
        pace.Answered(TimeSpan.FromSeconds(11));
        Assert.Equal(2, pace.Allowed);
        for (var failure = 0; failure < 5; failure++)
            pace.Failed("is away", null);
        Assert.Equal(1, pace.Allowed);
        for (var answer = 0; answer < 16 * 20; answer++)
            pace.Answered(TimeSpan.FromSeconds(1));
        Assert.Equal(8, pace.Allowed);
    }

    [Fact]
    public async Task Enter_NoPlace_WaitsForOne()
    {
        var pace = new InfluxPace(Options with { MaximumInFlight = 2 }, time);
        await pace.EnterAsync(default);
        await pace.EnterAsync(default);
        var third = pace.EnterAsync(default);
        Assert.False(third.IsCompleted);
        pace.Leave();
        await third;
        Assert.Equal(2, pace.Running);
    }
}
