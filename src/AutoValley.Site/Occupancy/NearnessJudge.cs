using System.Runtime.InteropServices;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>
/// Says how footprints lie to the zones of a map. A footprint may be anywhere within the margin of where it was reported. It may touch a zone when it is no
/// farther from it than the margin; it surely touches it when one of its probes lies in it, farther from its edges than the margin.
/// Not safe for concurrent use.
/// </summary>
internal sealed class NearnessJudge
{
    // Metres beyond what is asked in which edges are looked at: a vehicle that has moved less need not be judged again.
    private const double Beyond = 2;

    private readonly Polygon? boundary;
    private readonly ZoneIndex index;
    private readonly EdgeGrid grid;
    private readonly double hysteresis;

    private readonly List<ZoneEdge> edges = [];
    private readonly List<int> close = [];
    private readonly double[] gaps;
    private readonly double[] depths;
    private readonly double[] clearances;
    private readonly int[] ranks;

    public NearnessJudge(Map map, double hysteresis)
    {
        (boundary, index, this.hysteresis) = (map.Boundary, map.Index, hysteresis);
        Outside = index.Zones.Count;
        var all = index.Zones.SelectMany((zone, rank) => EdgesOf(zone.Shape, rank));
        grid = new EdgeGrid([.. boundary is null ? all : all.Concat(EdgesOf(boundary, Outside))]);
        gaps = new double[Outside + 1];
        depths = new double[Outside + 1];
        Array.Fill(gaps, double.PositiveInfinity);
        clearances = new double[Outside + 1];
        ranks = new int[index.MaximumOverlap + 1];
    }

    /// <summary>The rank of the land outside of the boundary.</summary>
    public int Outside { get; }

    /// <summary>The zones a footprint is not clear of.</summary>
    /// <param name="footprint">As reported.</param>
    /// <param name="margin">Metres.</param>
    /// <param name="near">Is made them.</param>
    /// <returns>Metres by which all can change, footprint and margin together, before an answer does.</returns>
    public double Judge(in Footprint footprint, double margin, List<ZoneNearness> near)
    {
        var reach = margin + hysteresis + Beyond;
        Measure(footprint, reach);
        var slack = Beyond;
        near.Clear();
        foreach (var rank in close)
        {
            var nearness = Weigh(rank, margin, ref slack);
            if (nearness > Nearness.Clear)
                near.Add(new ZoneNearness(rank, nearness));
            gaps[rank] = double.PositiveInfinity;
        }
        return slack;
    }

    private static IEnumerable<ZoneEdge> EdgesOf(Polygon shape, int rank) => shape.Rings.SelectMany(
        ring => ring.Corners.Select((corner, i) => new ZoneEdge(corner, ring.Corners[(i + 1) % ring.Corners.Count], rank)));

    // Gaps and depths of the zones within reach.
    private void Measure(in Footprint footprint, double reach)
    {
        edges.Clear();
        close.Clear();
        grid.Near(footprint.Centre, footprint.Radius + reach, edges);
        foreach (ref readonly var edge in CollectionsMarshal.AsSpan(edges))
        {
            if (gaps[edge.Rank] > 0)
                Approach(edge.Rank, footprint.DistanceTo(edge.From, edge.To));
        }
        Span<LocalPosition> probes = stackalloc LocalPosition[Footprint.MaximumProbes];
        probes = probes[..footprint.Probe(probes)];
        // Where the boundary is not near, all of the vehicle lies on one side of it.
        Sound(probes[0], reach, isOutside: boundary is not null && !boundary.Contains(probes[0]));
        var isNearBoundary = gaps[Outside] <= reach;
        foreach (var probe in probes[1..])
            Sound(probe, reach, isOutside: isNearBoundary && !boundary!.Contains(probe));
    }

    private void Approach(int rank, double gap)
    {
        if (double.IsPositiveInfinity(gaps[rank]))
        {
            close.Add(rank);
            depths[rank] = 0;
        }
        gaps[rank] = Math.Min(gaps[rank], gap);
    }

    // How deep a place of the vehicle lies in the zones around it; beyond reach deeper is not told from deep.
    private void Sound(LocalPosition probe, double reach, bool isOutside)
    {
        var count = index.Find(probe, ranks);
        if (isOutside)
            ranks[count++] = Outside;
        var found = ranks.AsSpan(0, count);
        foreach (var rank in found)
        {
            Approach(rank, 0);
            clearances[rank] = reach * reach;
        }
        if (found.Length == 0)
            return;
        foreach (ref readonly var edge in CollectionsMarshal.AsSpan(edges))
        {
            if (found.Contains(edge.Rank))
                clearances[edge.Rank] = Math.Min(clearances[edge.Rank], probe.SquareTo(edge.From, edge.To));
        }
        foreach (var rank in found)
            depths[rank] = Math.Max(depths[rank], Math.Sqrt(clearances[rank]));
    }

    // Everything here changes by no more than footprint and margin do.
    private Nearness Weigh(int rank, double margin, ref double slack)
    {
        var gap = gaps[rank];
        if (gap > margin)
        {
            slack = Math.Min(slack, Math.Min(gap - margin, Math.Abs(gap - margin - hysteresis)));
            return gap > margin + hysteresis ? Nearness.Clear : Nearness.Near;
        }
        var depth = gap > 0 ? -gap : depths[rank];
        slack = Math.Min(slack, Math.Min(margin + depth, Math.Min(Math.Abs(depth - margin), Math.Abs(depth - margin - hysteresis))));
        return depth < margin ? Nearness.Possible : depth < margin + hysteresis ? Nearness.Touching : Nearness.Deep;
    }
}
