using System.Globalization;
using System.Text;

namespace AutoValley.Server.Tests.Site;

/// <summary>A track and a lane in the middle of it, and a yard a good way off.</summary>
internal static class GroundMap
{
    /// <param name="parentOfLane">What the lane is part of by its parent; null for nothing.</param>
    /// <param name="isExclusive">Whether a booking of the track or the lane excludes others.</param>
    public static byte[] With(string? parentOfLane, bool isExclusive = false)
    {
        var parent = parentOfLane is null ? "" : $", \"parent\": \"{parentOfLane}\"";
        var exclusive = isExclusive ? ", \"exclusive\": true" : "";
        return Encoding.UTF8.GetBytes(
            $$"""
            {"type": "FeatureCollection", "features": [
            {{Zone("track", exclusive, 12.000, 12.010)}}, {{Zone("lane", parent + exclusive, 12.002, 12.004)}}, {{Zone("yard", "", 12.020, 12.030)}}
            ]}
            """);
    }

    private static string Zone(string name, string more, double west, double east)
    {
        string Corner(double longitude, double latitude) => string.Create(CultureInfo.InvariantCulture, $"[{longitude}, {latitude}]");
        var ring = string.Join(", ", Corner(west, 57), Corner(east, 57), Corner(east, 57.001), Corner(west, 57.001), Corner(west, 57));
        return $$$"""{"type": "Feature", "properties": {"name": "{{{name}}}", "kind": "track"{{{more}}}}, "geometry": {"type": "Polygon", "coordinates": [[{{{ring}}}]]}}""";
    }
}
