using System.Collections.Frozen;
using AutoValley.Site.Geometry;

namespace AutoValley.Site;

/// <summary>A site: its zones, routes and boundary. Immutable, safe for concurrent use.</summary>
public sealed class Map
{
    private readonly FrozenDictionary<string, Zone> byName;
    private readonly ZoneIndex index;

    /// <param name="name">For people.</param>
    /// <param name="projection">That of the zones' and the boundary's shapes.</param>
    /// <param name="boundary">The outline of the site; null when the map has none.</param>
    /// <param name="zones">In the map's order.</param>
    /// <param name="routes">In the map's order.</param>
    /// <exception cref="SiteMapException">Two zones or two routes have one name, a parent is no zone, or parents form a circle.</exception>
    public Map(string name, LocalProjection projection, Polygon? boundary, IReadOnlyList<Zone> zones, IReadOnlyList<Route> routes)
    {
        Unique("zone", zones.Select(zone => zone.Name));
        Unique("route", routes.Select(route => route.Name));
        byName = zones.ToFrozenDictionary(zone => zone.Name);
        foreach (var zone in zones)
            CheckParents(zone);
        (Name, Projection, Boundary, Zones, Routes) = (name, projection, boundary, [.. zones], [.. routes]);
        index = new ZoneIndex(zones);
    }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>Between WGS84 and the plane of the shapes.</summary>
    public LocalProjection Projection { get; }

    /// <summary>The outline of the site; null when the map has none.</summary>
    public Polygon? Boundary { get; }

    /// <summary>In the map's order.</summary>
    public IReadOnlyList<Zone> Zones { get; }

    /// <summary>In the map's order.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>The zone of that name, or null.</summary>
    public Zone? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>
    /// The zones a WGS84 position lies in, the smallest first, so that the first is the one that says most.
    /// Edges count as <see cref="Polygon"/> says. Empty off the zones and for NaN.
    /// </summary>
    public IReadOnlyList<Zone> ZonesAt(double latitude, double longitude) => index.At(Projection.Project(latitude, longitude));

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
