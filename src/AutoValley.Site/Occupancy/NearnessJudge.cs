using System.Runtime.InteropServices;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>
/// Says how footprints lie to the zones of a map. A footprint may be anywhere within the margin of where it was reported. It may touch a zone when it is no
/// farther from it than the margin. It surely touches it when a place of it, the probe, is as deep in the zone and in the footprint together as the margin: moved by so
/// much, the one still reaches what is around the other. Not safe for concurrent use.
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
    private readonly List<int> touched = [];
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
            // Most edges are farther than the nearest one of their zone: that is seen from the centre alone.
            var gap = gaps[edge.Rank];
            if (gap > 0 && footprint.Centre.IsWithin(gap + footprint.Radius, edge.From, edge.To))
                Approach(edge.Rank, footprint.DistanceTo(edge.From, edge.To));
        }
        Span<FootprintProbe> probes = stackalloc FootprintProbe[Footprint.MaximumProbes];
        probes = probes[..footprint.Probe(probes)];
        // Where the boundary is not near, all of the vehicle lies on one side of it.
        var isNearBoundary = gaps[Outside] <= reach;
        foreach (var rank in RanksAt(probes[0].Place, boundary is not null))
            Approach(rank, 0);
        KeepTouched();
        for (var i = 0; i < probes.Length; i++)
            Sound(probes[i], reach, RanksAt(probes[i].Place, boundary is not null && (i == 0 || isNearBoundary)));
    }

    private void Approach(int rank, double gap)
    {
        if (double.IsPositiveInfinity(gaps[rank]))
        {
            close.Add(rank);
            depths[rank] = double.NegativeInfinity;
        }
        gaps[rank] = Math.Min(gaps[rank], gap);
    }

    private ReadOnlySpan<int> RanksAt(LocalPosition probe, bool withOutside)
    {
        var count = index.Find(probe, ranks);
        if (withOutside && !boundary!.Contains(probe))
            ranks[count++] = Outside;
        return ranks.AsSpan(0, count);
    }

    // Only of zones that are touched anything is to be deep in.
    private void KeepTouched()
    {
        touched.Clear();
        foreach (var rank in close)
        {
            if (gaps[rank] == 0)
                touched.Add(rank);
        }
        var all = CollectionsMarshal.AsSpan(edges);
        var count = 0;
        foreach (ref readonly var edge in all)
        {
            if (gaps[edge.Rank] == 0)
                all[count++] = edge;
        }
        CollectionsMarshal.SetCount(edges, count);
    }

    // How deep a place of the vehicle lies in the zones it touches, outside of them how far; beyond reach deeper is not told from deep.
    private void Sound(in FootprintProbe probe, double reach, ReadOnlySpan<int> holding)
    {
        foreach (var rank in touched)
            clearances[rank] = reach * reach;
        foreach (ref readonly var edge in CollectionsMarshal.AsSpan(edges))
            clearances[edge.Rank] = Math.Min(clearances[edge.Rank], probe.Place.SquareTo(edge.From, edge.To));
        foreach (var rank in touched)
        {
            var distance = Math.Sqrt(clearances[rank]);
            depths[rank] = Math.Max(depths[rank], probe.Depth + (holding.Contains(rank) ? distance : -distance));
        }
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
        var depth = gap > 0 ? -gap : Math.Max(0, depths[rank]);
        slack = Math.Min(slack, Math.Min(margin + depth, Math.Min(Math.Abs(depth - margin), Math.Abs(depth - margin - hysteresis))));
        return depth < margin ? Nearness.Possible : depth < margin + hysteresis ? Nearness.Touching : Nearness.Deep;
    }
}
