using System.Globalization;

namespace AutoValley.Site.Geometry;

/// <summary>
/// A PROJ string as maps carry it: <c>+proj=tmerc</c>, <c>utm</c> or <c>ortho</c> on WGS84 (or GRS80, the same to a millimetre), in metres.
/// What says anything else, or contradicts itself, is not used: a map placed wrongly is worse than one not placed.
/// </summary>
internal static class GeoReference
{
    // A plane whose metres are further from those on the ground is no map's.
    private const double LeastScale = 0.9;
    private const double LargestScale = 1.1;

    private static readonly HashSet<string> Known =
    [
        "proj", "lat_0", "lon_0", "k", "k_0", "x_0", "y_0", "zone", "south",
        "units", "ellps", "datum", "towgs84", "no_defs", "type", "wktext", "vunits", "geoidgrids",
    ];

    /// <exception cref="FormatException">It cannot be used; the message says why.</exception>
    public static IPlaneProjection Parse(string text)
    {
        var parts = Split(text);
        Check(parts);
        return parts.GetValueOrDefault("proj") switch
        {
            "tmerc" => new TransverseMercator(Origin(parts), Scale(parts), FalsePlace(parts)),
            "ortho" => new TangentPlane(Origin(parts), FalsePlace(parts)),
            "utm" => Utm(parts),
            null => throw new FormatException("it names no +proj"),
            var other => throw new FormatException($"+proj={other} is none of tmerc, utm, ortho"),
        };
    }

    private static Dictionary<string, string> Split(string text)
    {
        var parts = new Dictionary<string, string>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word[0] != '+')
                throw new FormatException("it is no PROJ string");
            var (key, value) = word.IndexOf('=') is var at && at > 0 ? (word[1..at], word[(at + 1)..]) : (word[1..], "");
            if (!parts.TryAdd(key, value) && parts[key] != value)
                throw new FormatException($"+{key} is there twice");
        }
        return parts.Count > 0 ? parts : throw new FormatException("it is empty");
    }

    private static void Check(Dictionary<string, string> parts)
    {
        if (parts.Keys.FirstOrDefault(key => !Known.Contains(key)) is { } unknown)
            throw new FormatException($"+{unknown} is not understood");
        if (parts.GetValueOrDefault("units", "m") != "m")
            throw new FormatException($"+units={parts["units"]} are no metres");
        if (parts.GetValueOrDefault("ellps", "WGS84") is not ("WGS84" or "GRS80") || parts.GetValueOrDefault("datum", "WGS84") != "WGS84")
            throw new FormatException("its datum is not WGS84");
        if (parts.GetValueOrDefault("towgs84", "0").Split(',').Any(shift => !double.TryParse(shift, CultureInfo.InvariantCulture, out var number) || number != 0))
            throw new FormatException("its datum is shifted against WGS84");
    }

    private static TransverseMercator Utm(Dictionary<string, string> parts)
    {
        if (!int.TryParse(parts.GetValueOrDefault("zone"), CultureInfo.InvariantCulture, out var zone) || zone is < 1 or > 60)
            throw new FormatException("+proj=utm without a +zone of 1 to 60");
        var south = parts.ContainsKey("south");

        // PROJ skips these for utm; where they say something else, one of the two is a placeholder.
        if (Number(parts, "lon_0") is { } longitude && Math.Abs(Math.IEEERemainder(longitude - TransverseMercator.CentralMeridian(zone), 360)) > 3)
            throw new FormatException($"+lon_0={parts["lon_0"]} does not lie in +zone={zone}");
        if (Number(parts, "lat_0") is { } latitude && latitude < 0 != south && latitude != 0)
            throw new FormatException($"+lat_0={parts["lat_0"]} lies on the other hemisphere");
        if ((Number(parts, "k") ?? Number(parts, "k_0") ?? 0.9996) != 0.9996)
            throw new FormatException("the scale of +proj=utm is 0.9996");
        return TransverseMercator.Utm(zone, south);
    }

    private static Position Origin(Dictionary<string, string> parts)
    {
        var (latitude, longitude) = (Number(parts, "lat_0") ?? 0, Number(parts, "lon_0") ?? 0);
        if (latitude == 0 && longitude == 0)
            throw new FormatException("+lat_0 and +lon_0 are 0, a placeholder");
        if (!(Math.Abs(latitude) < 90 && Math.Abs(longitude) <= 180))
            throw new FormatException("+lat_0, +lon_0 is no place on the Earth");
        return new Position(latitude, longitude);
    }

    private static double Scale(Dictionary<string, string> parts)
    {
        var scale = Number(parts, "k") ?? Number(parts, "k_0") ?? 1;
        return scale is >= LeastScale and <= LargestScale
            ? scale : throw new FormatException(FormattableString.Invariant($"its scale of {scale} is not in {LeastScale} to {LargestScale}"));
    }

    private static LocalPosition FalsePlace(Dictionary<string, string> parts) => new(Number(parts, "x_0") ?? 0, Number(parts, "y_0") ?? 0);

    private static double? Number(Dictionary<string, string> parts, string key)
    {
        if (!parts.TryGetValue(key, out var text))
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : throw new FormatException($"+{key}={text} is no number");
    }
}
