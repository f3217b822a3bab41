using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>
/// Tells the zones a place lies in, as <see cref="Polygon.Contains"/> does, to the last bit. A grid whose cells know which zones they lie
/// inside of, and of the others the few edges that decide. Immutable, safe for concurrent use; asking allocates nothing.
/// </summary>
public sealed class ZoneIndex
{
    private readonly CellGrid grid;
    private readonly int[] contents;
    private readonly int[] starts;
    private readonly CellEntry[] entries;
    private readonly PolygonEdge[] edges;

    /// <param name="zones">In any order.</param>
    public ZoneIndex(IEnumerable<Zone> zones)
    {
        Zones = [.. zones.OrderBy(zone => zone.Shape.Area)];
        var builder = new ZoneIndexBuilder(Zones);
        (grid, contents, starts, entries, edges) = (builder.Grid, builder.Contents, builder.Starts, builder.Entries, builder.Edges);
        for (var content = 0; content + 1 < starts.Length; content++)
            MaximumOverlap = Math.Max(MaximumOverlap, starts[content + 1] - starts[content]);
    }

    /// <summary>The smallest first; a zone's rank is its place here.</summary>
    public IReadOnlyList<Zone> Zones { get; }

    /// <summary>At most so many zones are found at one place.</summary>
    public int MaximumOverlap { get; }

    /// <summary>The zones a place lies in, the smallest first; none for NaN.</summary>
    public IReadOnlyList<Zone> At(LocalPosition place)
    {
        Span<int> ranks = MaximumOverlap <= 128 ? stackalloc int[MaximumOverlap] : new int[MaximumOverlap];
        var count = Find(place, ranks);
        if (count == 0)
            return [];
        var found = new Zone[count];
        for (var i = 0; i < count; i++)
            found[i] = Zones[ranks[i]];
        return found;
    }

    /// <summary>The ranks of the zones a place lies in, ascending.</summary>
    /// <param name="place">Any; in no zone when it is no number.</param>
    /// <param name="found">Takes them; at least <see cref="MaximumOverlap"/> long.</param>
    /// <returns>How many.</returns>
    public int Find(LocalPosition place, Span<int> found)
    {
        var (count, content) = (0, ContentAt(place));
        for (var i = starts[content]; i < starts[content + 1]; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.EdgeCount == 0 || Holds(entry, place))
                found[count++] = entry.Rank;
        }
        return count;
    }

    /// <summary>What the place's cell holds. Places with one content whose answers do not hang on edges have one answer.</summary>
    internal int ContentAt(LocalPosition place) => grid.Bounds.Contains(place) ? contents[grid.CellOf(place)] : 0;

    /// <summary>Whether all places of a content lie in the same zones.</summary>
    internal bool IsPlain(int content)
    {
        for (var i = starts[content]; i < starts[content + 1]; i++)
        {
            if (entries[i].EdgeCount != 0)
                return false;
        }
        return true;
    }

    private bool Holds(in CellEntry entry, LocalPosition place)
    {
        if (entry.EdgeCount == CellEntry.WholePolygon)
            return Zones[entry.Rank].Shape.Contains(place);
        var inside = entry.IsInside;
        foreach (ref readonly var edge in edges.AsSpan(entry.FirstEdge, entry.EdgeCount))
            inside ^= edge.IsCrossedEastOf(place);
        return inside;
    }
}
