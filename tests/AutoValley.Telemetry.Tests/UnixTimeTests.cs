namespace AutoValley.Telemetry.Tests;

public sealed class UnixTimeTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000000000Z")]
    [InlineData(1, "1970-01-01T00:00:00.000000001Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(-1_000_000_000, "1969-12-31T23:59:59.000000000Z")]
    [InlineData(1_795_305_600_123_456_789, "2026-11-22T00:00:00.123456789Z")]
    [InlineData(long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    [InlineData(long.MinValue, "1677-09-21T00:12:43.145224192Z")]
    public void ToText_AnyTime_HasNineDecimals(long nanos, string text) => Assert.Equal(text, UnixTime.ToText(nanos));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(199, 100)]
    [InlineData(-1, -100)]
    [InlineData(-100, -100)]
    [InlineData(long.MaxValue, 9_223_372_036_854_775_800)]
    public void ToDateTimeOffset_AndBack_RoundsDownToTicks(long nanos, long rounded) =>
        Assert.Equal(rounded, UnixTime.From(UnixTime.ToDateTimeOffset(nanos)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(UnixTime.NanosPerDay - 1, 0)]
    [InlineData(UnixTime.NanosPerDay, 1)]
    [InlineData(-1, -1)]
    [InlineData(-UnixTime.NanosPerDay, -1)]
    [InlineData(-UnixTime.NanosPerDay - 1, -2)]
    [InlineData(long.MaxValue, 106_751)]
    [InlineData(long.MinValue, -106_752)]
    public void DayOf_AnyTime_IsRoundedDown(long nanos, int day) => Assert.Equal(day, UnixTime.DayOf(nanos));

    [Fact]
    public void From_BeyondTheRange_IsTheNearestThatFits()
    {
        Assert.Equal(long.MaxValue, UnixTime.From(DateTimeOffset.MaxValue));
        Assert.Equal(long.MinValue, UnixTime.From(DateTimeOffset.MinValue));
        Assert.Equal(UnixTime.NanosPerDay, UnixTime.From(DateTimeOffset.UnixEpoch.AddDays(1)));
    }

    [Fact]
    public void Now_IsTheClocks() => Assert.Equal(1_500_000_000, UnixTime.Now(new Stopped(DateTimeOffset.UnixEpoch.AddSeconds(1.5))));

    private sealed class Stopped(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
