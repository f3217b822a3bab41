namespace AutoValley.Telemetry.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("100ms", 100_000_000)]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData("1h30m", 5_400_000_000_000)]
    [InlineData("1m0.5us", 60_000_000_500)]
    [InlineData("0s", 0)]
    [InlineData("36500d", Durations.Longest)]
    public void TryParse_LengthOfTime_GivesNanoseconds(string text, long expected)
    {
        Assert.True(Durations.TryParse(text, out var nanoseconds));
        Assert.Equal(expected, nanoseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1s ")]
    [InlineData("1.2.3s")]
    [InlineData("1s5")]
    [InlineData("1parsec")]
    [InlineData("1MS")]
    [InlineData("36501d")]
    [InlineData("99999999999999999999999999999999999999999999999999999999999999999d")]
    public void TryParse_SomethingElse_IsNone(string text) => Assert.False(Durations.TryParse(text, out _));
}
