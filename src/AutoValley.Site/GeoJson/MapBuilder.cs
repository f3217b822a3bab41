using AutoValley.Site.Geometry;

namespace AutoValley.Site.GeoJson;

/// <summary>Collects features and, when it has seen them all, projects them about their common middle.</summary>
internal sealed class MapBuilder(MapLimits limits)
{
    private readonly List<(Feature Feature, List<DegreeRing> Rings)> areas = [];
    private readonly List<(Feature Feature, Position Position)> directions = [];
    private readonly List<(Feature Feature, Route Route)> routes = [];
    private (Feature Feature, List<DegreeRing> Rings)? boundary;
    private int positions;

    public void Add(Feature feature)
    {
        switch (feature.Geometry)
        {
            case "Polygon" or "MultiPolygon":
                AddArea(feature);
                break;
            case "LineString":
                AddRoute(feature);
                break;
            default:
                throw feature.Fail($"a {feature.Geometry} is neither a zone (Polygon, MultiPolygon) nor a route (LineString)");
        }
        if (positions > limits.MaximumPositions)
            throw feature.Fail($"with it the map has more than {limits.MaximumPositions} positions");
    }

    public Map Build(string? name)
    {
        CheckNames();
        var projection = new LocalProjection(Middle());
        foreach (var (feature, position) in Positions().Concat(directions))
        {
            if (projection.Project(position.Latitude, position.Longitude).DistanceTo(default) > limits.MaximumRadius)
                throw feature.Fail($"lies more than {limits.MaximumRadius / 1000} km from the middle of the map");
        }
        var zones = areas.ConvertAll(area => ZoneOf(area.Feature, PolygonOf(area.Feature, area.Rings, projection), projection));
        var outline = boundary is { } found ? PolygonOf(found.Feature, found.Rings, projection) : null;
        return new Map(name ?? boundary?.Feature.Name ?? "", projection, outline, zones, routes.ConvertAll(item => item.Route));
    }

    private void AddArea(Feature feature)
    {
        List<DegreeRing> rings = [.. feature.Rings()];
        if (rings.Count == 0)
            throw feature.Fail("has no ring");
        positions += rings.Sum(ring => ring.Positions.Count);
        if (feature.Text("kind") != "boundary")
            AddZone(feature, rings);
        else if (boundary is null)
            boundary = (feature, rings);
        else
            throw feature.Fail("is a second boundary");
    }

    private void AddZone(Feature feature, List<DegreeRing> rings)
    {
        var line = feature.DirectionLine();
        positions += line.Count;
        directions.AddRange(line.Select(position => (feature, position)));
        areas.Add((feature, rings));
    }

    private void AddRoute(Feature feature)
    {
        var line = feature.Line();
        positions += line.Count;
        var returns = line[^1].IsSamePlaceAs(line[0]);
        var closed = feature.Boolean("closed") ?? returns;
        if (closed && returns)
            line.RemoveAt(line.Count - 1);
        if (line.Count < 2)
            throw feature.Fail("its line goes nowhere");
        routes.Add((feature, new Route(feature.Name ?? $"route {feature.Index}", line, closed)));
    }

    private static Zone ZoneOf(Feature feature, Polygon shape, LocalProjection projection) =>
        new(feature.Name ?? throw feature.Fail("a zone needs a name"), ZoneKinds.Parse(feature.Text("kind")), shape)
        {
            Capacity = feature.PositiveInteger("capacity"),
            SpeedLimit = feature.PositiveNumber("speed_limit"),
            Parent = feature.Text("parent"),
            Width = feature.PositiveNumber("width"),
            IsExclusive = feature.Boolean("exclusive") ?? false,
            VehicleKinds = feature.Texts("vehicle_kinds"),
            Direction = feature.Direction(projection),
        };

    // The same that Map checks, but with the feature at which it goes wrong.
    private void CheckNames()
    {
        var parents = new Dictionary<string, string?>();
        foreach (var (feature, _) in areas)
        {
            if (!parents.TryAdd(feature.Name ?? throw feature.Fail("a zone needs a name"), feature.Text("parent")))
                throw feature.Fail("the name is used twice");
        }
        foreach (var (feature, _) in areas)
        {
            var steps = 0;
            for (var parent = feature.Text("parent"); parent is not null; parent = parents[parent])
            {
                if (!parents.ContainsKey(parent))
                    throw feature.Fail($"its parent \"{parent}\" is no zone");
                if (++steps > parents.Count)
                    throw feature.Fail("its parents form a circle");
            }
        }
    }

    private static Polygon PolygonOf(Feature feature, List<DegreeRing> rings, LocalProjection projection)
    {
        var polygon = new Polygon(rings.ConvertAll(ring =>
            new Ring(ring.Positions.ConvertAll(position => projection.Project(position.Latitude, position.Longitude)), ring.IsHole)));
        if (SiteMapException.Locate(() => RingCrossings.First(polygon.Rings), feature.Fail) is { } place)
        {
            var position = projection.Unproject(place);
            throw feature.Fail($"its edges cross at longitude {position.Longitude:F7}, latitude {position.Latitude:F7}");
        }
        return polygon.Area > 0 ? polygon : throw feature.Fail("has no area");
    }

    private Position Middle()
    {
        var bounds = Positions().Aggregate(
            Bounds.Empty, (sum, item) => sum.Including(new LocalPosition(item.Position.Longitude, item.Position.Latitude)));
        return bounds == Bounds.Empty
            ? throw new SiteMapException("the map has no features")
            : new Position((bounds.South + bounds.North) / 2, (bounds.West + bounds.East) / 2);
    }

    private IEnumerable<(Feature Feature, Position Position)> Positions()
    {
        var outlines = boundary is { } found ? areas.Append(found) : areas;
        return outlines.SelectMany(area => area.Rings.SelectMany(ring => ring.Positions), (area, position) => (area.Feature, position))
            .Concat(routes.SelectMany(item => item.Route.Path, (item, position) => (item.Feature, position)));
    }
}
