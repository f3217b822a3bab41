using AutoValley.Cli.Time;

namespace AutoValley.Cli.Tests.Time;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("1ns", 1)]
    [InlineData("2us", 2_000)]
    [InlineData("100ms", 100_000_000)]
    [InlineData("1s", 1_000_000_000)]
    [InlineData("1.000000001s", 1_000_000_001)]
    [InlineData("5m", 300_000_000_000)]
    [InlineData("1h30m", 5_400_000_000_000)]
    [InlineData("1d", 86_400_000_000_000)]
    public void Parse_ALength_GivesNanoseconds(string text, long nanos) => Assert.Equal(nanos, DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("1 s")]
    [InlineData("1.s")]
    [InlineData("1S")]
    [InlineData("300y")]
    public void Parse_NoLength_SaysWhatToWrite(string text) =>
        Assert.Contains("100ms, 1.5s", Assert.Throws<FormatException>(() => DurationText.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("106752d")]
    [InlineData("99999999999999999999999999999999d")]
    [InlineData("9999999999999999999999999999d9999999999999999999999999999d")]
    public void Parse_TooLong_SaysSo(string text) =>
        Assert.Contains("longer than 292 years", Assert.Throws<FormatException>(() => DurationText.Parse(text)).Message, StringComparison.Ordinal);
}
