using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using NetTopologySuite.Geometries;
using Area = NetTopologySuite.Geometries.Geometry;
using Polygon = AutoValley.Site.Geometry.Polygon;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>One vehicle's states by the rules as they are told, each fix for itself, with another library's distances and no grid.</summary>
internal sealed class ExpectedStates
{
    private readonly OccupancyOptions options;
    private readonly List<Expected> zones;

    public ExpectedStates(Map map, OccupancyOptions options)
    {
        this.options = options;
        zones = [.. map.Zones.Select(zone => new Expected(zone.Name, zone.Shape, IsOutside: false))];
        if (map.Boundary is { } boundary)
            zones.Add(new Expected("", boundary, IsOutside: true));
    }

    /// <summary>By zone, the land outside of the boundary with an empty name.</summary>
    public Dictionary<string, ZoneState> States => zones.ToDictionary(zone => zone.Name, zone => zone.State);

    public void Take(in VehicleFix fix, VehicleShape shape)
    {
        var margin = fix.Accuracy + (Math.Abs(fix.Speed) / 3.6 * (fix.ClockError / 1e9));
        var (covered, probes) = (Covered(fix, shape), Probes(fix, shape));
        foreach (var zone in zones)
        {
            var gap = zone.Area.Distance(covered);
            // The land outside has the boundary's edges, the other way round.
            if (zone.IsOutside)
                gap = zone.Area.Contains(covered) ? zone.Area.Boundary.Distance(covered) : 0;
            var depth = probes.Select(probe => probe.Depth + zone.DepthOf(probe.Place)).Append(-gap).Max();
            zone.State = Next(zone, fix.Time, gap - margin, depth - margin);
        }
    }

    private ZoneState Next(Expected zone, long time, double gap, double depth)
    {
        if (gap > options.Hysteresis && zone.State != ZoneState.Out)
        {
            zone.ClearSince ??= time;
            return time - zone.ClearSince >= options.Dwell.Ticks * 100 ? ZoneState.Out : ZoneState.Uncertain;
        }
        zone.ClearSince = null;
        if (gap > 0)
            return zone.State == ZoneState.Out ? ZoneState.Out : ZoneState.Uncertain;
        return depth >= (zone.State == ZoneState.In ? 0 : options.Hysteresis) ? ZoneState.In : ZoneState.Uncertain;
    }

    private static NetTopologySuite.Geometries.Geometry Covered(in VehicleFix fix, VehicleShape shape)
    {
        if (double.IsNaN(fix.Heading))
            return Areas.Factory.CreatePoint(Areas.Of(fix.Place)).Buffer(double.Hypot(Math.Max(shape.Ahead, shape.Length - shape.Ahead), shape.Width / 2), 256);
        Coordinate[] corners = [Corner(fix, shape.Ahead, -shape.Width / 2), Corner(fix, shape.Ahead, shape.Width / 2),
            Corner(fix, shape.Ahead - shape.Length, shape.Width / 2), Corner(fix, shape.Ahead - shape.Length, -shape.Width / 2)];
        return Areas.Factory.CreatePolygon([.. corners, corners[0]]);
    }

    private static List<(Coordinate Place, double Depth)> Probes(in VehicleFix fix, VehicleShape shape)
    {
        var outline = Math.Min(shape.Width / 2, Math.Min(shape.Ahead, shape.Length - shape.Ahead));
        var probes = new List<(Coordinate, double)> { (Areas.Of(fix.Place), outline) };
        if (double.IsNaN(fix.Heading))
            return probes;
        var steps = (int)Math.Ceiling(shape.Length / 2);
        for (var step = 0; step <= steps; step++)
        {
            var behind = shape.Length * step / steps;
            foreach (var right in new[] { -shape.Width / 2, 0, shape.Width / 2 })
                probes.Add((Corner(fix, shape.Ahead - behind, right), right != 0 ? 0 : Math.Min(shape.Width / 2, Math.Min(behind, shape.Length - behind))));
        }
        return probes;
    }

    private static Coordinate Corner(in VehicleFix fix, double ahead, double right)
    {
        var (east, north) = Math.SinCos(double.DegreesToRadians(fix.Heading));
        return new Coordinate(fix.Place.East + (ahead * east) + (right * north), fix.Place.North + (ahead * north) - (right * east));
    }

    private sealed record Expected(string Name, Polygon Shape, bool IsOutside)
    {
        public NetTopologySuite.Geometries.Geometry Area { get; } = Areas.Of(Shape);

        public ZoneState State { get; set; }

        public long? ClearSince { get; set; }

        public double DepthOf(Coordinate place)
        {
            var distance = Area.Boundary.Distance(Areas.Factory.CreatePoint(place));
            return Shape.Contains(new LocalPosition(place.X, place.Y)) != IsOutside ? distance : -distance;
        }
    }
}
