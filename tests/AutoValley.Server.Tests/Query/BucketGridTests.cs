using AutoValley.Server.Query;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Query;

public sealed class BucketGridTests
{
    [Theory]
    [InlineData(0, 0, 10L)]
    [InlineData(9, 0, 10L)]
    [InlineData(-1, -10, 0L)]
    [InlineData(-10, -10, 0L)]
    [InlineData(long.MaxValue, 9223372036854775800, null)]
    public void StartAndEnd_Anywhere_AreMultiples(long time, long start, long? end)
    {
        var grid = new BucketGrid(10);
        Assert.Equal((start, end), (grid.StartOf(time), grid.EndOf(time)));
    }

    [Fact]
    public void StartOf_TheFirstBucketOfAllTime_IsClamped() => Assert.Equal(long.MinValue, new BucketGrid(10).StartOf(long.MinValue));

    [Theory]
    [InlineData(0, 10, 1)]
    [InlineData(-1, 11, 3)]
    [InlineData(5, 5, 0)]
    public void CountIn_Range_CountsTheStarts(long from, long to, int count)
    {
        var grid = new BucketGrid(10);
        Assert.Equal(count, (int)grid.CountIn(new TimeRange(from, to)));
        if (from < to)
            Assert.Equal(count, grid.Starts(from, to).Count());
    }
}
