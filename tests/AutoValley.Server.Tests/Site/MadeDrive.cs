using System.Text;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Site;

/// <summary>Vehicles that wander over a strip of four zones and off it, in batches; the same seed gives the same.</summary>
internal static class MadeDrive
{
    /// <summary>Zones A to D side by side, 0.001 degrees each, from longitude 12.000 on; A and B are in W, too.</summary>
    public static byte[] Map { get; } = MapOf("A", "B", "C", "D");

    /// <summary>The same ground with other zones' names.</summary>
    public static byte[] OtherMap { get; } = MapOf("A", "E", "F", "D");

    /// <summary>A batch: whose, and its fixes.</summary>
    public static List<(VehicleName Vehicle, (long Time, double Latitude, double Longitude)[] Fixes)> Batches(int seed, int count, long start)
    {
        var random = new Random(seed);
        List<(VehicleName, (long, double, double)[])> batches = [];
        var places = new Dictionary<VehicleName, (long Time, double Longitude)>();
        for (var batch = 0; batch < count; batch++)
        {
            var vehicle = new VehicleName("acme", $"car-{random.Next(3)}");
            var (time, longitude) = places.GetValueOrDefault(vehicle, (start, 12.002));
            // Now and then it says nothing for longer than a gap.
            time += random.Next(12) == 0 ? 15_000_000_000 : 0;
            var fixes = new (long, double, double)[5];
            for (var index = 0; index < fixes.Length; index++)
            {
                (time, longitude) = (time + 200_000_000, Math.Clamp(longitude + ((random.NextDouble() - 0.5) * 0.0008), 11.9995, 12.0045));
                fixes[index] = (time, 57.0005, longitude);
            }
            places[vehicle] = (time, longitude);
            batches.Add((vehicle, fixes));
        }
        return batches;
    }

    private static byte[] MapOf(params string[] names)
    {
        var zones = names.Select((name, index) => Feature(name, 12 + (index * 0.001), 12 + ((index + 1) * 0.001))).Append(Feature("W", 12, 12.002));
        return Encoding.UTF8.GetBytes($$"""{"type":"FeatureCollection","name":"{{string.Concat(names)}}","features":[{{string.Join(",\n", zones)}}]}""");
    }

    private static string Feature(string name, double west, double east) => FormattableString.Invariant(
        $$$"""{"type":"Feature","properties":{"name":"{{{name}}}"},"geometry":{"type":"Polygon","coordinates":[[[{{{west:F3}}},57],[{{{east:F3}}},57],[{{{east:F3}}},57.001],[{{{west:F3}}},57.001],[{{{west:F3}}},57]]]}}""");
}
