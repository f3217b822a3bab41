using AutoValley.Site.Geometry;

namespace AutoValley.Site.OpenDrive;

/// <summary>
/// Turns a section's borders into corners: at the same s for all of them, so that lanes beside each other share their corners, and as dense as the
/// most curved needs, so that no border leaves the straight line between two corners by more than the tolerance.
/// </summary>
internal sealed class SectionSampler
{
    // A chord's error is measured at three places; between them it may be a little larger.
    private const double Margin = 0.8;

    private const int MaximumHalvings = 12;

    private readonly Road road;
    private readonly LaneSection section;
    private readonly double tolerance;
    private readonly int maximum;
    private readonly int before;
    private readonly List<LocalPosition[]> rows = [];

    private SectionSampler(Road road, LaneSection section, MapReadOptions options, int before) =>
        (this.road, this.section, tolerance, maximum, this.before) = (road, section, options.ChordTolerance * Margin, options.Limits.MaximumPositions, before);

    /// <summary>Rows of border places along s, each in <see cref="LaneSection.BordersAt"/>'s order.</summary>
    /// <param name="road">The road.</param>
    /// <param name="section">One of its sections.</param>
    /// <param name="options">The tolerance, and how many places all rows of a map may have.</param>
    /// <param name="before">Places of the rows that the map has already.</param>
    /// <exception cref="SiteMapException">It needs more places, or a border goes beyond all numbers.</exception>
    public static IReadOnlyList<LocalPosition[]> Sample(Road road, LaneSection section, MapReadOptions options, int before)
    {
        var sampler = new SectionSampler(road, section, options, before);
        var breaks = sampler.Breaks();
        foreach (var (from, to) in breaks.Zip(breaks.Skip(1)))
        {
            // Up to just before the break: there the next piece begins, which may lie a step aside.
            var last = Math.Max(from, Math.BitDecrement(to));
            var (a, b) = (sampler.At(from), sampler.At(last));
            sampler.Add(a);
            sampler.Halve((from, a), (last, b), 0);
            sampler.Add(b);
        }
        return sampler.rows;
    }

    private double[] Breaks()
    {
        // A road may have as many pieces as sections: only those of the section are looked at.
        var first = Array.BinarySearch(road.Breaks, section.Start) is var found && found >= 0 ? found : ~found;
        var inside = road.Breaks.Skip(first).TakeWhile(s => s < section.End)
            .Concat(section.Lanes.SelectMany(lane => lane.Across.Starts))
            .Where(s => s > section.Start && s < section.End);
        return [.. inside.Append(section.Start).Append(section.End).Distinct().Order()];
    }

    private void Halve((double S, LocalPosition[] Row) from, (double S, LocalPosition[] Row) to, int depth)
    {
        var middle = Between(from.S, to.S, 0.5);
        if (depth == MaximumHalvings || (IsFlat(from.Row, middle.Row, to.Row)
            && IsFlat(from.Row, At(Between(from.S, to.S, 0.25).S), to.Row) && IsFlat(from.Row, At(Between(from.S, to.S, 0.75).S), to.Row)))
            return;
        Halve(from, middle, depth + 1);
        Add(middle.Row);
        Halve(middle, to, depth + 1);
    }

    private (double S, LocalPosition[] Row) Between(double from, double to, double share)
    {
        var s = from + ((to - from) * share);
        return (s, At(s));
    }

    private bool IsFlat(LocalPosition[] from, LocalPosition[] middle, LocalPosition[] to)
    {
        for (var i = 0; i < middle.Length; i++)
        {
            if (middle[i].DistanceTo(from[i], to[i]) > tolerance)
                return false;
        }
        return true;
    }

    private LocalPosition[] At(double s)
    {
        var row = road.BordersAt(section, s);
        return row.All(place => double.IsFinite(place.East) && double.IsFinite(place.North)) ? row : throw road.Fail($"has no place at s {s}");
    }

    private void Add(LocalPosition[] row)
    {
        if (rows.Count > 0 && rows[^1].Zip(row).All(pair => pair.First.DistanceTo(pair.Second) < 1e-6))
            return;
        if (before + ((rows.Count + 1L) * row.Length) > maximum)
            throw road.Fail($"with it the map has more than {maximum} positions");
        rows.Add(row);
    }
}
