using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>Follows one vehicle over a <see cref="ZoneIndex"/>: within cells of one content that no edge cuts there is nothing to test.</summary>
public sealed class ZoneCursor(ZoneIndex index)
{
    private const int Nowhere = -1;

    private int[] ranks = new int[index.MaximumOverlap];
    private int[] before = new int[index.MaximumOverlap];
    private int count;
    private int plainContent = Nowhere;

    /// <summary>The ranks of the zones at the last place, ascending; the zones of <see cref="ZoneIndex.Zones"/>.</summary>
    public ReadOnlySpan<int> Ranks => ranks.AsSpan(0, count);

    /// <summary>Goes to a place.</summary>
    /// <returns>Whether it lies in other zones than the place before.</returns>
    public bool MoveTo(LocalPosition place)
    {
        var content = index.ContentAt(place);
        if (content == plainContent)
            return false;
        plainContent = index.IsPlain(content) ? content : Nowhere;
        (ranks, before) = (before, ranks);
        var countBefore = count;
        count = index.Find(place, ranks);
        return !Ranks.SequenceEqual(before.AsSpan(0, countBefore));
    }
}
