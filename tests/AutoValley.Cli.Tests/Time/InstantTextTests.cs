using AutoValley.Cli.Time;

namespace AutoValley.Cli.Tests.Time;

public sealed class InstantTextTests
{
    private const long Now = 1_795_341_660_000_000_000; // 2026-11-22T10:01:00Z
    private const long Ten = 1_795_341_600_000_000_000; // 2026-11-22T10:00:00Z

    [Theory]
    [InlineData("now", Now)]
    [InlineData("now-1m", Ten)]
    [InlineData("-1m", Ten)]
    [InlineData("-1m60s", Ten - 60_000_000_000)]
    [InlineData("+1.5s", Now + 1_500_000_000)]
    [InlineData("now+100ns", Now + 100)]
    [InlineData("2026-11-22", Ten - 36_000_000_000_000)]
    [InlineData("2026-11-22T10:00", Ten)]
    [InlineData("2026-11-22T10:00Z", Ten)]
    [InlineData("2026-11-22 10:00:00", Ten)]
    [InlineData("2026-11-22t10:00:00z", Ten)]
    [InlineData("2026-11-22T10:00:00.000000001Z", Ten + 1)]
    [InlineData("2026-11-22T10:00:00.5", Ten + 500_000_000)]
    [InlineData("2026-11-22T12:00:00+02:00", Ten)]
    [InlineData("2026-11-22T04:30:00.25-0530", Ten + 250_000_000)]
    [InlineData("1969-12-31T23:59:59.999999999Z", -1)]
    [InlineData("1795341600", Ten)]
    [InlineData("1795341600.000000001", Ten + 1)]
    [InlineData("1795341600000000000", Ten)]
    [InlineData("0", 0)]
    [InlineData("1500000000ns", 1_500_000_000)]
    public void Parse_AForm_GivesNanoseconds(string text, long nanos) => Assert.Equal(nanos, InstantText.Parse(text, Now));

    [Theory]
    [InlineData("", "is no time")]
    [InlineData("yesterday", "is no time")]
    [InlineData("-5", "is no time")]
    [InlineData("now-", "is no time")]
    [InlineData("now-5x", "is no length of time")]
    [InlineData("2026-11-22T10", "is no time")]
    [InlineData("2026-11-22T10:00.5", "is no time")]
    [InlineData("2026-11-22T10:00:00.0000000001Z", "is no time")]
    [InlineData("2026-02-30", "does not exist")]
    [InlineData("2026-11-22T24:30", "does not exist")]
    [InlineData("1795341600000", "neither Unix seconds (11 digits at most) nor nanoseconds (17 digits at least)")]
    [InlineData("9999-01-01", "outside of the years 1678 to 2261")]
    [InlineData("99999999999", "outside of the years")]
    [InlineData("now+200000d", "longer than 292 years")]
    public void Parse_NoTime_SaysWhy(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => InstantText.Parse(text, Now)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000000000Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(Ten + 123_456_789, "2026-11-22T10:00:00.123456789Z")]
    [InlineData(long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    [InlineData(long.MinValue, "1677-09-21T00:12:43.145224192Z")]
    public void Format_Nanoseconds_KeepsAllNine(long nanos, string text)
    {
        Assert.Equal(text, InstantText.Format(nanos));
        Assert.Equal(nanos, InstantText.Parse(text, 0));
    }
}
