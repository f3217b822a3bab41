using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Testing;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries.Prepared;

namespace AutoValley.Site.Tests.Occupancy;

public sealed class ZoneIndexTests
{
    [Fact]
    public void At_ZonesAndPlacesOfChance_AreThoseWhosePolygonsContainThem() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<bool>(), (seed, onLattice) =>
        {
            var made = new MadeZones(seed);
            // Far from the origin rounding is coarse.
            var origin = seed % 2 == 0 ? default : new LocalPosition(1.5e6, -2.5e6);
            var index = new ZoneIndex(made.Zones(seed % 7 == 0 ? 1 : 12, onLattice, origin));
            var cursor = new ZoneCursor(index);
            for (var i = 0; i < 400; i++)
            {
                var place = made.Place(onLattice && i % 2 == 0, origin);
                AssertContained(index, place);
                // A step and a short one, as vehicles go.
                AssertFollowed(index, cursor, place);
                AssertFollowed(index, cursor, place with { East = place.East + 0.2 });
            }
        }).QuickCheckThrowOnFailure();

    // Of chance no place lies on an edge, where the two libraries have rules of their own.
    [Fact]
    public void At_ZonesAndPlacesOfChance_EqualsNetTopologySuite() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var made = new MadeZones(seed);
            var index = new ZoneIndex(made.Zones(12, false));
            var prepared = index.Zones.Select(zone => PreparedGeometryFactory.Prepare(Areas.Of(zone.Shape))).ToArray();
            for (var i = 0; i < 200; i++)
            {
                var place = made.Place(false);
                var point = Areas.Factory.CreatePoint(Areas.Of(place));
                Assert.Equal(index.Zones.Where((_, rank) => prepared[rank].Covers(point)), index.At(place));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void At_CornersAndBordersOfCells_AreThoseWhosePolygonsContainThem()
    {
        // Frames on cells' borders, 512 cells to a side of 512 m: every kind of touch.
        var zones = new List<Zone> { Square("all", 0, 512), Square("cell", 100, 101), Square("cells", 200, 203), Square("half", 300.5, 301.5) };
        var index = new ZoneIndex(zones);
        double[] steps = [99, 100, Math.BitDecrement(100), Math.BitIncrement(101), 101, 200, 202.5, 203, 300.5, 301, 301.5, 0, 512, Math.BitDecrement(512), -1, 513];
        foreach (var east in steps)
        {
            foreach (var north in steps)
                AssertContained(index, new LocalPosition(east, north));
        }
    }

    [Fact]
    public void At_CombOfManyTeeth_AsksThePolygonWhereACellHasTooManyEdges()
    {
        var corners = new List<LocalPosition> { new(0, 0) };
        for (var i = 0; i < 2_000; i++)
            corners.AddRange([new((i + 0.2) / 100, 50), new((i + 0.7) / 100, 1)]);
        corners.Add(new(20, 0));
        var index = new ZoneIndex([new Zone("comb", ZoneKind.Other, new Polygon([new Ring(corners)]))]);
        var made = new MadeZones(1);
        for (var i = 0; i < 2_000; i++)
            AssertContained(index, new LocalPosition(made.Uniform(-1, 21), made.Uniform(-1, 51)));
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, double.NegativeInfinity)]
    public void At_NoPlace_IsEmpty(double east, double north) =>
        Assert.Empty(new ZoneIndex([Square("a", 0, 2)]).At(new LocalPosition(east, north)));

    [Fact]
    public void At_NoZones_IsEmpty() => Assert.Empty(new ZoneIndex([]).At(default));

    [Fact]
    public void At_ZonesInOneAnother_AreTheSmallestFirst()
    {
        var index = new ZoneIndex([Square("large", 0, 9), Square("small", 4, 6), Square("middle", 2, 8)]);
        Assert.Equal(["small", "middle", "large"], index.At(new LocalPosition(5, 5)).Select(zone => zone.Name));
        Assert.Equal(3, index.MaximumOverlap);
    }

    [Fact]
    public void Find_AnyPlace_AllocatesNothing()
    {
        var made = new MadeZones(5);
        var index = new ZoneIndex(made.Zones(20, false));
        var cursor = new ZoneCursor(index);
        var places = Enumerable.Range(0, 1_000).Select(_ => made.Place(false)).ToArray();
        var found = new int[index.MaximumOverlap];
        Assert.Equal(0, Follow());
        long Follow()
        {
            var (before, count) = (0L, 0);
            for (var round = 0; round < 3; round++)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
                foreach (var place in places)
                    count += index.Find(place, found) + (cursor.MoveTo(place) ? 1 : 0);
            }
            return count == 0 ? -1 : GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static Zone Square(string name, double from, double to) =>
        new(name, ZoneKind.Other, new Polygon([new Ring([new(from, from), new(to, from), new(to, to), new(from, to)])]));

    private static void AssertContained(ZoneIndex index, LocalPosition place) =>
        Assert.Equal(index.Zones.Where(zone => zone.Shape.Contains(place)).Select(zone => zone.Name), index.At(place).Select(zone => zone.Name));

    private static void AssertFollowed(ZoneIndex index, ZoneCursor cursor, LocalPosition place)
    {
        var before = cursor.Ranks.ToArray();
        var changed = cursor.MoveTo(place);
        Assert.Equal(index.At(place), cursor.Ranks.ToArray().Select(rank => index.Zones[rank]));
        Assert.Equal(!before.AsSpan().SequenceEqual(cursor.Ranks), changed);
    }
}
