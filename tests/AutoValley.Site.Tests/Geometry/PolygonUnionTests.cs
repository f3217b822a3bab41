using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests.Geometry;

public sealed class PolygonUnionTests
{
    [Fact]
    public void Of_TwoSquaresThatOverlap_IsOneRingAroundBoth()
    {
        var ring = Assert.Single(PolygonUnion.Of([Square(0, 0, 10), Square(5, 5, 10)]));
        Assert.Equal(175, ring.Area, 1e-6);
        Assert.Equal(8, ring.Corners.Count);
    }

    [Fact]
    public void Of_SquaresWithOneEdge_IsOneRing() =>
        Assert.Equal(200, Assert.Single(PolygonUnion.Of([Square(0, 0, 10), Square(10, 0, 10)])).Area, 1e-6);

    [Fact]
    public void Of_SquaresThatMeetInACorner_AreTwoRings()
    {
        var rings = PolygonUnion.Of([Square(0, 0, 10), Square(10, 10, 10)]);
        Assert.Equal([100.0, 100.0], rings.Select(ring => Math.Round(ring.Area, 6)));
    }

    [Fact]
    public void Of_FourBarsAroundAYard_HaveAHole()
    {
        var rings = PolygonUnion.Of([Box(0, 0, 30, 10), Box(0, 20, 30, 10), Box(0, 0, 10, 30), Box(20, 0, 10, 30)]);
        Assert.Equal([false, true], rings.Select(ring => ring.IsHole).Order());
        Assert.Equal(900 - 100, new Polygon(rings).Area, 1e-6);
    }

    [Fact]
    public void Of_BowTie_IsTwoTriangles()
    {
        var rings = PolygonUnion.Of([new Ring([new(0, 0), new(10, 10), new(10, 0), new(0, 10)])]);
        Assert.Equal(2, rings.Count);
        Assert.Equal(50, rings.Sum(ring => ring.Area), 1e-6);
    }

    [Fact]
    public void Of_ManyRandomStrips_ContainsWhatOneOfThemContains()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            // Convex or not, but never crossing themselves; some share corners and edges, as lanes do.
            var rings = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Star(random)).ToList();
            rings.Add(Box(random.Next(40), random.Next(40), 20, 5 + (round % 2 * 50)));
            rings.Add(rings[0]);
            rings.Add(new Ring([rings[0].Corners[0], rings[0].Corners[1], new(random.Next(100), random.Next(100))]));
            var (parts, union) = (rings.ConvertAll(ring => new Polygon([ring])), new Polygon(PolygonUnion.Of(rings)));
            Assert.Null(RingCrossings.First(union.Rings));
            for (var i = 0; i < 2_000; i++)
            {
                var place = new LocalPosition(random.NextDouble() * 100, random.NextDouble() * 100);
                if (rings.SelectMany(ring => ring.Corners.Zip([.. ring.Corners.Skip(1), ring.Corners[0]])).Any(edge => place.DistanceTo(edge.First, edge.Second) < 0.001))
                    continue;
                Assert.True(parts.Exists(part => part.Contains(place)) == union.Contains(place), $"round {round}: {place}");
            }
        }
    }

    [Fact]
    public void Of_MoreEdgesThanTheLimit_IsRefused()
    {
        var circle = new Ring([.. Enumerable.Range(0, 50_001).Select(i => Math.SinCos(i * Math.Tau / 50_001)).Select(angle => new LocalPosition(1_000 * angle.Sin, 1_000 * angle.Cos))]);
        Assert.Equal("an outline of more than 50000 edges", Assert.Throws<SiteMapException>(() => PolygonUnion.Of([circle])).Message);
    }

    [Fact]
    public void Of_EdgesThatAllCrossEachOther_IsRefusedInsteadOfComputed()
    {
        var star = new Ring([.. Enumerable.Range(0, 20_001).Select(i => Math.SinCos(i * 10_000 * Math.Tau / 20_001)).Select(angle => new LocalPosition(9_000 * angle.Sin, 9_000 * angle.Cos))]);
        Assert.Equal("an outline whose edges lie over each other too often", Assert.Throws<SiteMapException>(() => PolygonUnion.Of([star])).Message);
    }

    [Fact]
    public void Of_EdgesThatAllLieInOneColumn_IsRefusedInsteadOfComputed()
    {
        // No two of the small ones lie over each other; the one far away makes the columns wide.
        List<Ring> rings = [.. Enumerable.Range(0, 12_000).Select(i => Square(i * 0.03, i * 0.03, 0.02)), Square(99_000, 0, 1)];
        Assert.Equal("an outline whose edges lie over each other too often", Assert.Throws<SiteMapException>(() => PolygonUnion.Of(rings)).Message);
    }

    [Fact]
    public void Of_ExtentBeyondTheGrid_IsRefused() =>
        Assert.Throws<SiteMapException>(() => PolygonUnion.Of([Square(0, 0, 100_001)]));

    private static Ring Star(Random random)
    {
        var (east, north, corners) = (random.NextDouble() * 100, random.NextDouble() * 100, random.Next(3, 20));
        return new Ring([.. Enumerable.Range(0, corners).Select(i =>
        {
            var (sine, cosine) = Math.SinCos(i * Math.Tau / corners);
            var radius = 5 + (random.NextDouble() * 25);
            return new LocalPosition(east + (radius * cosine), north + (radius * sine));
        })]);
    }

    private static Ring Square(double west, double south, double side) => Box(west, south, side, side);

    private static Ring Box(double west, double south, double width, double height) =>
        new([new(west, south), new(west + width, south), new(west + width, south + height), new(west, south + height)]);
}
