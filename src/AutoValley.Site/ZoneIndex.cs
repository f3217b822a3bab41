using AutoValley.Site.Geometry;

namespace AutoValley.Site;

/// <summary>A grid over the zones: each cell lists the zones whose bounds touch it, the smallest zone first.</summary>
internal sealed class ZoneIndex
{
    private const int FinestSide = 64;

    // Memory stays linear in the zones: a grid with more entries is made coarser.
    private const int EntriesPerZone = 64;
    private const int EntriesAlways = FinestSide * FinestSide;

    private readonly Zone[][] cells;
    private readonly Bounds bounds;
    private readonly int side;

    public ZoneIndex(IReadOnlyList<Zone> zones)
    {
        bounds = zones.Aggregate(Bounds.Empty, (all, zone) => all.Including(zone.Shape.Bounds));
        side = FinestSide;
        while (side > 1 && zones.Sum(zone => Touched(zone).Count) > EntriesAlways + (EntriesPerZone * zones.Count))
            side /= 2;
        var lists = new List<Zone>[side * side];
        foreach (var zone in zones.OrderBy(zone => zone.Shape.Area))
        {
            var touched = Touched(zone);
            for (var row = touched.South; row <= touched.North; row++)
            {
                for (var column = touched.West; column <= touched.East; column++)
                    (lists[(row * side) + column] ??= []).Add(zone);
            }
        }
        cells = [.. lists.Select(list => list is null ? [] : list.ToArray())];
    }

    public IReadOnlyList<Zone> At(LocalPosition place)
    {
        if (!bounds.Contains(place))
            return [];
        List<Zone>? found = null;
        foreach (var zone in cells[(Row(place.North) * side) + Column(place.East)])
        {
            if (zone.Shape.Contains(place))
                (found ??= []).Add(zone);
        }
        return found ?? (IReadOnlyList<Zone>)[];
    }

    private CellRange Touched(Zone zone)
    {
        var area = zone.Shape.Bounds;
        return new CellRange(Column(area.West), Row(area.South), Column(area.East), Row(area.North));
    }

    private int Column(double east) => Math.Min(side - 1, (int)((east - bounds.West) / bounds.Width * side));

    private int Row(double north) => Math.Min(side - 1, (int)((north - bounds.South) / bounds.Height * side));

    private readonly record struct CellRange(int West, int South, int East, int North)
    {
        public long Count => (East - West + 1L) * (North - South + 1L);
    }
}
