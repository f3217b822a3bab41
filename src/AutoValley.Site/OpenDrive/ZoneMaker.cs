using AutoValley.Site.Geometry;

namespace AutoValley.Site.OpenDrive;

/// <summary>
/// Zones of a road network, in its own plane: of every drivable lane of every lane section (<c>R{road}.{section}.{lane}</c>, the section counted from
/// 0), within their road (<c>R{road}</c>) or, where the road leads through a junction, within that (<c>J{junction}</c>); and of objects
/// that cover ground (<c>O{road}.{object}</c>).
/// </summary>
internal sealed class ZoneMaker(MapReadOptions options)
{
    private readonly List<ZoneDraft> zones = [];
    private readonly HashSet<string> names = [];
    private readonly Dictionary<string, List<Ring>> junctions = [];
    private int places;
    private int sampled;

    public IReadOnlyList<ZoneDraft> Make(RoadNetwork network)
    {
        foreach (var (_, road) in network.Roads)
            AddRoad(road);
        foreach (var junction in network.Junctions.Where(junctions.ContainsKey))
            AddJunction(junction);
        foreach (var (node, road) in network.Roads)
        {
            foreach (var (item, draft) in RoadObject.Read(node, road.Id, road.Reference))
                Add(draft, item.Fail);
        }
        return zones;
    }

    private static string RoadName(Road road) => $"R{road.Id}";

    private static string JunctionName(string id) => $"J{id}";

    private void AddJunction(string junction)
    {
        SiteMapException Fail(string reason) => new($"junction \"{junction}\": {reason}");
        Add(new ZoneDraft(JunctionName(junction), ZoneKind.Junction, SiteMapException.Locate(() => PolygonUnion.Of(junctions[junction]), Fail)), Fail);
    }

    private void AddRoad(Road road)
    {
        List<(ZoneDraft Draft, LaneOutline Outline)> lanes =
            SiteMapException.Locate(() => road.Sections.SelectMany((section, i) => Lanes(road, section, i)).ToList(), road.Fail);
        List<Ring> surface = [.. lanes.SelectMany(lane => lane.Outline.Rings).Where(ring => !ring.IsHole)];
        if (surface.Count == 0)
            return;
        if (road.Junction is { } junction)
            (junctions.TryGetValue(junction, out var rings) ? rings : junctions[junction] = []).AddRange(surface);
        else
            Add(new ZoneDraft(RoadName(road), ZoneKind.Track, SiteMapException.Locate(() => PolygonUnion.Of(surface), road.Fail)), road.Fail);
        foreach (var (draft, _) in lanes)
            Add(draft, road.Fail);
    }

    private IEnumerable<(ZoneDraft Draft, LaneOutline Outline)> Lanes(Road road, LaneSection section, int index)
    {
        if (!section.Lanes.Any(lane => lane.Kind is not null) || !(section.End > section.Start))
            yield break;
        var rows = SectionSampler.Sample(road, section, options, sampled);
        sampled += rows.Sum(row => row.Length);
        foreach (var lane in section.Lanes)
        {
            if (lane.Kind is { } kind && LaneOutline.Of(rows, section.LeftBorderOf(lane)) is { } outline)
                yield return (DraftOf(road, section, index, (lane, kind, outline)), outline);
        }
    }

    private static ZoneDraft DraftOf(Road road, LaneSection section, int index, (Lane Lane, ZoneKind Kind, LaneOutline Outline) part)
    {
        var (lane, kind, outline) = part;
        return new ZoneDraft($"{RoadName(road)}.{index}.{lane.Id}", kind, outline.Rings)
        {
            Parent = road.Junction is { } junction ? JunctionName(junction) : RoadName(road),
            SpeedLimit = LimitOf(road, section, lane),
            Width = outline.Width,
            Line = lane.Travel switch { 0 => [], 1 => outline.Middle, _ => [.. outline.Middle.Reverse()] },
        };
    }

    // The lane's own, and the road's before the first of them begins, or where it has none.
    private static double? LimitOf(Road road, LaneSection section, Lane lane)
    {
        if (SpeedLimit.Lowest(lane.Speeds, section.Start, section.End) is not { } own)
            return SpeedLimit.Lowest(road.Speeds, section.Start, section.End);
        return SpeedLimit.Lowest(road.Speeds, section.Start, lane.Speeds[0].Start) is { } before ? Math.Min(own, before) : own;
    }

    private void Add(ZoneDraft draft, Func<string, SiteMapException> fail)
    {
        var limits = options.Limits;
        if (draft.Name.Length > limits.MaximumNameLength || draft.Name.Any(char.IsControl))
            throw fail($"the zone's name would not be a text of 1 to {limits.MaximumNameLength} characters");
        if (!names.Add(draft.Name))
            throw fail($"a zone \"{draft.Name}\" would be there twice");
        if (zones.Count == limits.MaximumFeatures)
            throw fail($"with it the map has more than {limits.MaximumFeatures} zones");
        if (draft.Rings.Count == 0)
            throw fail($"zone \"{draft.Name}\" would have no area");
        places += draft.Places.Count();
        if (places > limits.MaximumPositions)
            throw fail($"with it the map has more than {limits.MaximumPositions} positions");
        zones.Add(draft);
    }
}
