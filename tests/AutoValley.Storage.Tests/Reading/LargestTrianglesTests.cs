using AutoValley.Storage.Reading;

namespace AutoValley.Storage.Tests.Reading;

public sealed class LargestTrianglesTests
{
    [Fact]
    public void Choose_NoMorePointsThanWanted_IsAllOfThem() => Assert.Equal([0, 1, 2], LargestTriangles.Choose([1, 2, 3], [5, 6, 7], 3));

    [Fact]
    public void Choose_TwoPoints_AreTheEnds() => Assert.Equal([0, 4], LargestTriangles.Choose([1, 2, 3, 4, 5], [0, 9, 0, 0, 0], 2));

    // Worked by hand: buckets {1,2}, {3,4}, {5,6} between the ends; in each the point that is farthest from the line to the mean behind.
    [Fact]
    public void Choose_Points_AreTheLargestTriangles() =>
        Assert.Equal([0, 2, 3, 6, 7], LargestTriangles.Choose([0, 10, 20, 30, 40, 50, 60, 70], [0, 1, 8, -4, 0, 0, 3, 0], 5));

    [Fact]
    public void Choose_ManyPoints_KeepsALonelyPeak()
    {
        var times = Enumerable.Range(0, 100_000).Select(time => (long)time).ToArray();
        var values = Array.ConvertAll(times, time => time == 54_321 ? 1e6 : Math.Sin(time / 100.0));
        var chosen = LargestTriangles.Choose(times, values, 500);
        Assert.InRange(chosen.Count, 490, 500);
        Assert.Contains(54_321, chosen);
        Assert.Equal(chosen.Distinct().Order(), chosen);
    }

    [Fact]
    public void Choose_Infinities_AreKeptAndEndNothing()
    {
        double[] values = [0, 1, double.PositiveInfinity, 1, 0, 2, 1, 3, double.NegativeInfinity, 0];
        var chosen = LargestTriangles.Choose([.. Enumerable.Range(0, 10)], values, 6);
        Assert.Equal(6, chosen.Count);
        Assert.Contains(2, chosen);
        Assert.Contains(8, chosen);
    }
}
