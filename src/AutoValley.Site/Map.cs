using System.Collections.Concurrent;
using System.Collections.Frozen;
using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site;

/// <summary>A site: its zones, routes and boundary. Immutable, safe for concurrent use.</summary>
public sealed class Map
{
    private readonly LocalProjection? projection;
    private readonly FrozenDictionary<string, Zone> byName;
    private readonly Lazy<ZoneIndex> index;
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> overlapping = [];

    /// <param name="name">For people.</param>
    /// <param name="projection">That of the zones' and the boundary's shapes; null for a map that does not say where on the Earth it lies.</param>
    /// <param name="boundary">The outline of the site; null when the map has none.</param>
    /// <param name="zones">In the map's order.</param>
    /// <param name="routes">In the map's order.</param>
    /// <exception cref="SiteMapException">Two zones or two routes have one name, a parent is no zone, or parents form a circle.</exception>
    public Map(string name, LocalProjection? projection, Polygon? boundary, IReadOnlyList<Zone> zones, IReadOnlyList<Route> routes)
    {
        Unique("zone", zones.Select(zone => zone.Name));
        Unique("route", routes.Select(route => route.Name));
        byName = zones.ToFrozenDictionary(zone => zone.Name);
        foreach (var zone in zones)
            CheckParents(zone);
        this.projection = projection;
        (Name, Boundary, Zones, Routes) = (name, boundary, [.. zones], [.. routes]);
        index = new Lazy<ZoneIndex>(() => new ZoneIndex(Zones));
    }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>Whether it says where on the Earth it lies. Without that no vehicle can be found on it.</summary>
    public bool IsPlaced => projection is not null;

    /// <summary>Between WGS84 and the plane of the shapes.</summary>
    /// <exception cref="InvalidOperationException">The map is not placed.</exception>
    public LocalProjection Projection => projection ?? throw new InvalidOperationException("the map does not say where on the Earth it lies");

    /// <summary>What of its file was left out, and why; for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The outline of the site; null when the map has none.</summary>
    public Polygon? Boundary { get; }

    /// <summary>In the map's order.</summary>
    public IReadOnlyList<Zone> Zones { get; }

    /// <summary>In the map's order.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>Finds its zones by places; made when it is first asked for.</summary>
    public ZoneIndex Index => index.Value;

    /// <summary>The zone of that name, or null.</summary>
    public Zone? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>A zone and all it is a part of by its parents, itself first; of a name that the map does not have that name alone.</summary>
    public IEnumerable<string> Wholes(string zone)
    {
        for (string? name = zone; name is not null; name = Find(name)?.Parent)
            yield return name;
    }

    /// <summary>Whether a zone is another one or a part of it.</summary>
    public bool IsWithin(string zone, string whole) => Wholes(zone).Contains(whole);

    /// <summary>The other zones whose shapes lie over a zone's, by more than the edge that neighbours share; none of a name that the map does not have. Remembered.</summary>
    public IReadOnlyList<string> Overlapping(string zone) => Find(zone) is not { } known ? []
        : overlapping.GetOrAdd(zone, _ => [.. Zones.Where(other => other != known && PolygonOverlap.IsMoreThanAnEdge(known.Shape, other.Shape)).Select(other => other.Name)]);

    /// <summary>
    /// The zones a WGS84 position lies in, the smallest first, so that the first is the one that says most.
    /// Edges count as <see cref="Polygon"/> says. Empty off the zones and for NaN.
    /// </summary>
    /// <exception cref="InvalidOperationException">The map is not placed.</exception>
    public IReadOnlyList<Zone> ZonesAt(double latitude, double longitude) => ZonesAt(Projection.Project(latitude, longitude));

    /// <summary>The zones a place of the map's plane lies in, the smallest first.</summary>
    public IReadOnlyList<Zone> ZonesAt(LocalPosition place) => Index.At(place);

    private static void Unique(string what, IEnumerable<string> names)
    {
        var seen = new HashSet<string>();
        if (names.FirstOrDefault(name => !seen.Add(name)) is { } twice)
            throw new SiteMapException($"{what} \"{twice}\": the name is used twice");
    }

    private void CheckParents(Zone zone)
    {
        var steps = 0;
        for (var child = zone; child.Parent is { } parent; child = byName[parent])
        {
            if (!byName.ContainsKey(parent))
                throw new SiteMapException($"zone \"{child.Name}\": its parent \"{parent}\" is no zone");
            if (++steps > byName.Count)
                throw new SiteMapException($"zone \"{zone.Name}\": its parents form a circle");
        }
    }
}
