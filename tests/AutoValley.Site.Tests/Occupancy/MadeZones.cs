using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>Zones of chance, from a seed.</summary>
internal sealed class MadeZones(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Stars, combs and frames that overlap; corners on whole metres where <paramref name="onLattice"/>, so that many places lie on edges.</summary>
    public List<Zone> Zones(int count, bool onLattice, LocalPosition origin = default) =>
        [.. Enumerable.Range(0, count).Select(i => new Zone($"z{i}", ZoneKind.Other, Shape(onLattice, origin)))];

    /// <summary>A place among the zones or off them.</summary>
    public LocalPosition Place(bool onLattice, LocalPosition origin = default) => onLattice
        ? new(origin.East + random.Next(-5, 65), origin.North + random.Next(-5, 65))
        : new(origin.East + Uniform(-5, 65), origin.North + Uniform(-5, 65));

    public double Uniform(double from, double to) => from + (random.NextDouble() * (to - from));

    private Polygon Shape(bool onLattice, LocalPosition origin)
    {
        var (middle, radius) = (new LocalPosition(origin.East + Uniform(0, 60), origin.North + Uniform(0, 60)), Uniform(2, 25));
        var corners = random.Next(3, 40);
        var rings = new List<Ring> { Star(middle, radius, corners, onLattice) };
        // Of so many corners none is a cut through the middle, so that the hole lies within the star.
        if (corners >= 8 && random.Next(3) == 0)
            rings.Add(Star(middle, radius / 4, random.Next(3, 8), onLattice) with { IsHole = true });
        return new Polygon(rings);
    }

    private Ring Star(LocalPosition middle, double radius, int corners, bool onLattice)
    {
        var ring = new List<LocalPosition>();
        for (var i = 0; i < corners; i++)
        {
            var (east, north) = Math.SinCos(Math.Tau * (i + Uniform(0, 0.9)) / corners);
            var reach = radius * Uniform(0.4, 1);
            var place = new LocalPosition(middle.East + (east * reach), middle.North + (north * reach));
            ring.Add(onLattice ? new(Math.Round(place.East), Math.Round(place.North)) : place);
        }
        return new Ring(ring);
    }
}
