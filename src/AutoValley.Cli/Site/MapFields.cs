using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary>Versions of the map as rows.</summary>
internal static class MapFields
{
    public static IReadOnlyList<(string Name, Cell Value)> Of(MapVersion map) =>
    [
        ("version", map.Version == 0 ? default : (ulong)map.Version), ("active", map.Active), ("name", map.Name), ("file", map.File), ("format", map.Format),
        ("zones", (ulong)map.Zones), ("routes", (ulong)map.Routes), ("placed", map.Placed), ("bytes", map.Bytes),
        ("sha256", Convert.ToHexStringLower(map.Sha256.Span)), ("imported", Cell.TimeOrMissing(map.ImportTime)), ("by", map.Person), ("note", map.Note),
        ("remarks", string.Join("; ", map.Remarks)),
    ];
}
