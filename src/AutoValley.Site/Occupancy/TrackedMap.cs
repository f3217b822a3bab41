using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>A map with what judges vehicles on it.</summary>
internal sealed class TrackedMap
{
    private readonly Bounds bounds;
    private readonly Dictionary<string, int> ranks;

    public TrackedMap(Map map, OccupancyOptions options)
    {
        (Map, Judge) = (map, new NearnessJudge(map, options.Hysteresis));
        ranks = Index.Zones.Select((zone, rank) => (zone.Name, rank)).ToDictionary(item => item.Name, item => item.rank);
        var all = map.Zones.Aggregate(map.Boundary?.Bounds ?? Bounds.Empty, (all, zone) => all.Including(zone.Shape.Bounds));
        if (map.Zones.Count == 0 && map.Boundary is null)
            all = all.Including(default(LocalPosition));
        var far = options.MaximumDistance;
        bounds = new Bounds(all.West - far, all.South - far, all.East + far, all.North + far);
    }

    public Map Map { get; }

    public ZoneIndex Index => Map.Index;

    public NearnessJudge Judge { get; }

    /// <summary>The answer of <see cref="Judge"/>, used again for each fix.</summary>
    public List<ZoneNearness> Near { get; } = [];

    public bool IsFar(LocalPosition place) => !bounds.Contains(place);

    /// <summary>The rank of a zone, null for one that the map does not have.</summary>
    public int? RankOf(string zone) => ranks.TryGetValue(zone, out var rank) ? rank : null;

    public Zone[] ZonesOf(ReadOnlySpan<int> found)
    {
        if (found.IsEmpty)
            return [];
        var zones = new Zone[found.Length];
        for (var i = 0; i < zones.Length; i++)
            zones[i] = Index.Zones[found[i]];
        return zones;
    }

    public IReadOnlyList<ZonePresence> PresencesOf(ReadOnlySpan<ZoneTrack> tracks)
    {
        var presences = new List<ZonePresence>(tracks.Length);
        foreach (ref readonly var track in tracks)
        {
            if (track.Rank != Judge.Outside)
                presences.Add(new ZonePresence(Index.Zones[track.Rank], track.State, track.Since));
        }
        return presences;
    }

    /// <summary>The rank that a zone has on another map by its name; null where that has none of the name.</summary>
    public int? RankOn(TrackedMap other, int rank) => rank != Judge.Outside ? other.RankOf(Index.Zones[rank].Name) : other.Map.Boundary is null ? null : other.Judge.Outside;

    /// <summary>A fix in another map's plane.</summary>
    public VehicleFix PlaceOn(TrackedMap other, in VehicleFix fix)
    {
        if (!Map.IsPlaced || !other.Map.IsPlaced)
            return fix;
        var position = Map.Projection.Unproject(fix.Place);
        return fix with { Place = other.Map.Projection.Project(position.Latitude, position.Longitude) };
    }

    /// <summary>The changes of zones that another map does not have.</summary>
    public IReadOnlyList<ZoneChange> Lost(ReadOnlySpan<ZoneTrack> tracks, TrackedMap other) =>
        [.. PresencesOf(tracks).Where(presence => other.RankOf(presence.Zone.Name) is null)
            .Select(presence => new ZoneChange(presence.Zone, presence.State, ZoneState.Out))];

    public IReadOnlyList<ZoneChange> ChangesOf(List<RankChange> changes) =>
        [.. changes.Where(change => change.Rank != Judge.Outside).Select(change => new ZoneChange(Index.Zones[change.Rank], change.From, change.To))];
}
