namespace AutoValley.Telemetry.Tests;

public sealed class TimeRangeTests
{
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public void Contains_IsHalfOpen(long time, bool contained) => Assert.Equal(contained, new TimeRange(10, 20).Contains(time));

    [Theory]
    [InlineData(0, 9, false)]
    [InlineData(0, 10, true)]
    [InlineData(12, 13, true)]
    [InlineData(0, 100, true)]
    [InlineData(19, 30, true)]
    [InlineData(20, 30, false)]
    public void Overlaps_AClosedSpan_SharesATime(long first, long last, bool overlaps) => Assert.Equal(overlaps, new TimeRange(10, 20).Overlaps(first, last));

    [Fact]
    public void IsEmpty_EndNotBehindStart_IsTrue()
    {
        Assert.True(new TimeRange(5, 5).IsEmpty);
        Assert.True(new TimeRange(6, 5).IsEmpty);
        Assert.False(TimeRange.All.IsEmpty);
    }
}
