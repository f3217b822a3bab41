using System.Text.Json;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.GeoJson;

/// <summary>One GeoJSON feature: its properties, checked as they are asked for, and its geometry.</summary>
internal sealed class Feature
{
    private readonly MapLimits limits;
    private readonly JsonElement properties;
    private readonly JsonElement geometry;

    public Feature(int index, JsonElement element, MapLimits limits)
    {
        (Index, this.limits) = (index, limits);
        if (element.ValueKind != JsonValueKind.Object)
            throw Fail("is no object");
        properties = Member(element, "properties", JsonValueKind.Object) ?? default;
        geometry = Member(element, "geometry", JsonValueKind.Object) ?? throw Fail("has no geometry");
        Name = Text("name") ?? Text("id");
        Geometry = Member(geometry, "type", JsonValueKind.String)?.GetString() ?? throw Fail("its geometry has no type");
    }

    /// <summary>Counted from 0.</summary>
    public int Index { get; }

    public string? Name { get; }

    /// <summary>The geometry's type, as GeoJSON names it.</summary>
    public string Geometry { get; }

    /// <summary>The error for this feature.</summary>
    public SiteMapException Fail(string reason) => new($"feature {Index}{(Name is null ? "" : $" \"{Name}\"")}: {reason}");

    public string? Text(string property)
    {
        if (Property(property, JsonValueKind.String)?.GetString() is not { } text)
            return null;
        if (!IsText(text))
            throw Fail($"\"{property}\" is not a text of 1 to {limits.MaximumNameLength} characters");
        return text;
    }

    public double? PositiveNumber(string property)
    {
        if (Property(property, JsonValueKind.Number)?.GetDouble() is not { } number)
            return null;
        return double.IsFinite(number) && number > 0 ? number : throw Fail($"\"{property}\" is not a number above 0");
    }

    public int? PositiveInteger(string property)
    {
        if (Property(property, JsonValueKind.Number) is not { } number)
            return null;
        return number.TryGetInt32(out var integer) && integer > 0 ? integer : throw Fail($"\"{property}\" is not a whole number above 0");
    }

    /// <summary>A list of different texts, or null.</summary>
    public IReadOnlyList<string>? Texts(string property)
    {
        if (Property(property, JsonValueKind.Array) is not { } list)
            return null;
        var (texts, seen) = (new List<string>(), new HashSet<string>());
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !IsText(item.GetString()!) || !seen.Add(item.GetString()!))
                throw Fail($"\"{property}\" is not a list of different texts of 1 to {limits.MaximumNameLength} characters");
            texts.Add(item.GetString()!);
        }
        return texts.Count > 0 ? texts : throw Fail($"\"{property}\" is empty");
    }

    /// <summary>The line that is its direction; empty where that is a heading, or there is none.</summary>
    public List<Position> DirectionLine() =>
        Property("direction", JsonValueKind.Number, JsonValueKind.Array) is { ValueKind: JsonValueKind.Array } line ? Positions(line) : [];

    /// <summary>Its direction: a heading in degrees, or a line.</summary>
    public Direction? Direction(LocalProjection projection)
    {
        if (Property("direction", JsonValueKind.Number, JsonValueKind.Array) is not { } direction)
            return null;
        if (direction.ValueKind == JsonValueKind.Number)
        {
            var heading = direction.GetDouble();
            return heading is >= 0 and < 360 ? Site.Direction.Towards(heading) : throw Fail("\"direction\" is not a heading of 0 to below 360 degrees");
        }
        var line = DirectionLine().ConvertAll(position => projection.Project(position.Latitude, position.Longitude));
        if (line.Count < 2 || line.Zip(line.Skip(1)).Any(pair => pair.First == pair.Second))
            throw Fail("\"direction\" is no line of 2 positions or more, each apart from the one before");
        return Site.Direction.Along(line);
    }

    public bool? Boolean(string property) => Property(property, JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    public IEnumerable<DegreeRing> Rings()
    {
        var coordinates = Coordinates();
        return Geometry == "MultiPolygon" ? Items(coordinates, "coordinates").SelectMany(RingsOf) : RingsOf(coordinates);
    }

    public List<Position> Line()
    {
        var line = Positions(Coordinates());
        return line.Count >= 2 ? line : throw Fail("its line has fewer than 2 positions");
    }

    private JsonElement Coordinates() =>
        Member(geometry, "coordinates", JsonValueKind.Array) ?? throw Fail("its geometry has no coordinates");

    private IEnumerable<DegreeRing> RingsOf(JsonElement polygon) =>
        Items(polygon, "a polygon").Select((ring, i) => new DegreeRing(RingOf(ring), IsHole: i > 0));

    // RFC 7946 section 3.1.6: closed, so four positions or more of which the last repeats the first.
    private List<Position> RingOf(JsonElement element)
    {
        var ring = Positions(element);
        if (ring.Count < 4 || !ring[^1].IsSamePlaceAs(ring[0]))
            throw Fail($"a ring of {ring.Count} positions is not closed (at least 4, the last is the first)");
        ring.RemoveAt(ring.Count - 1);
        return ring;
    }

    private List<Position> Positions(JsonElement element)
    {
        var positions = new List<Position>();
        foreach (var item in Items(element, "a line or ring"))
        {
            if (positions.Count == limits.MaximumPositions)
                throw Fail($"has more than {limits.MaximumPositions} positions");
            positions.Add(PositionOf(item, positions.Count));
        }
        return positions;
    }

    private Position PositionOf(JsonElement element, int at)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() < 2 || element.EnumerateArray().Any(IsNoNumber))
            throw Fail($"position {at} is not [longitude, latitude]");
        var (longitude, latitude) = (element[0].GetDouble(), element[1].GetDouble());
        var altitude = element.GetArrayLength() > 2 ? element[2].GetDouble() : 0;
        if (!(Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 && double.IsFinite(altitude)))
            throw Fail($"position {at}, longitude {longitude}, latitude {latitude}, is not on the Earth");
        return new Position(latitude, longitude, altitude);
    }

    private bool IsText(string text) => text.Length > 0 && text.Length <= limits.MaximumNameLength && !text.Any(char.IsControl);

    private static bool IsNoNumber(JsonElement element) => element.ValueKind != JsonValueKind.Number;

    private JsonElement.ArrayEnumerator Items(JsonElement element, string what) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Fail($"{what} is not an array");

    private JsonElement? Property(string name, params ReadOnlySpan<JsonValueKind> kinds) =>
        properties.ValueKind == JsonValueKind.Object ? Member(properties, name, kinds) : null;

    private JsonElement? Member(JsonElement parent, string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!parent.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
            return null;
        return kinds.Contains(member.ValueKind) ? member : throw Fail($"\"{name}\" is a {member.ValueKind} instead of a {kinds[0]}");
    }
}
