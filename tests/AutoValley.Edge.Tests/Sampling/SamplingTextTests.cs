using AutoValley.Edge.Sampling;

namespace AutoValley.Edge.Tests.Sampling;

public sealed class SamplingTextTests
{
    [Theory]
    [InlineData("100ms", 100_000_000)]
    [InlineData("10/s", 100_000_000)]
    [InlineData("6/m", 10_000_000_000)]
    [InlineData("0.5/s", 2_000_000_000)]
    [InlineData("1d", SamplingRule.LongestInterval)]
    public void TryParse_IntervalOrRate_GivesTheInterval(string text, long expected)
    {
        Assert.True(SamplingText.TryParse(text, out var interval));
        Assert.Equal(expected, interval);
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("25h")]
    [InlineData("0/s")]
    [InlineData("-1/s")]
    [InlineData("NaN/s")]
    [InlineData("1/s/s")]
    [InlineData("10")]
    [InlineData("10/")]
    [InlineData("/s")]
    [InlineData("1/2d")]
    [InlineData("99999999999999/us")]
    public void TryParse_NoInterval_IsRefused(string text) => Assert.False(SamplingText.TryParse(text, out _));
}
