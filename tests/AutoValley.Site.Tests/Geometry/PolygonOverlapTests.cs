using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests.Geometry;

public sealed class PolygonOverlapTests
{
    private static readonly Polygon Lane = Rectangle(0, 0, 1_000, 3);

    [Theory]
    [InlineData(400, -50, 403, 50, true)] // a crossing lane
    [InlineData(-10, -10, 2_000, 20, true)] // a track around it
    [InlineData(500, 1, 510, 2, true)] // a part of it
    [InlineData(0, 3, 1_000, 6, false)] // the lane beside it
    [InlineData(0, 2.98, 1_000, 6, false)] // the same, in a map that is two centimetres off
    [InlineData(1_000, 0, 2_000, 3, false)] // the one behind it
    [InlineData(999.95, 0, 2_000, 3, false)]
    [InlineData(999, 0, 2_000, 3, true)]
    [InlineData(0, 100, 1_000, 103, false)]
    public void IsMoreThanAnEdge_OfRectangles(double west, double south, double east, double north, bool expected)
    {
        var other = Rectangle(west, south, east, north);
        Assert.Equal(expected, PolygonOverlap.IsMoreThanAnEdge(Lane, other));
        Assert.Equal(expected, PolygonOverlap.IsMoreThanAnEdge(other, Lane));
        // Also where the lanes go from south to north.
        Assert.Equal(expected, PolygonOverlap.IsMoreThanAnEdge(Rectangle(0, 0, 3, 1_000), Rectangle(south, west, north, east)));
    }

    [Fact]
    public void IsMoreThanAnEdge_InAHole_IsNoOverlap()
    {
        var ring = new Polygon([Outline(0, 0, 100, 100), Outline(10, 10, 90, 90) with { IsHole = true }]);
        Assert.False(PolygonOverlap.IsMoreThanAnEdge(ring, Rectangle(10, 10, 90, 90)));
        Assert.False(PolygonOverlap.IsMoreThanAnEdge(ring, Rectangle(20, 20, 80, 80)));
        Assert.True(PolygonOverlap.IsMoreThanAnEdge(ring, Rectangle(8, 20, 80, 80)));
    }

    [Fact]
    public void IsMoreThanAnEdge_AlongADiagonal_GoesByWidth()
    {
        Polygon below = new([new Ring([new(0, 0), new(1_000, 1_000), new(1_000, 0)])]);
        Assert.False(PolygonOverlap.IsMoreThanAnEdge(below, new Polygon([new Ring([new(0.05, 0), new(1_000.05, 1_000), new(0, 1_000)])])));
        Assert.True(PolygonOverlap.IsMoreThanAnEdge(below, new Polygon([new Ring([new(5, 0), new(1_005, 1_000), new(0, 1_000)])])));
    }

    private static Polygon Rectangle(double west, double south, double east, double north) => new([Outline(west, south, east, north)]);

    private static Ring Outline(double west, double south, double east, double north) =>
        new([new(west, south), new(east, south), new(east, north), new(west, north)]);
}
