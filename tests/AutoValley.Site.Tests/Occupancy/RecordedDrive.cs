using System.Globalization;
using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>Real drives as fixes in a local plane.</summary>
internal static class RecordedDrive
{
    private const long Second = 1_000_000_000;

    /// <summary>The receiver of the RAV4, 10 Hz; it does not say how accurate it is.</summary>
    public static List<VehicleFix> Rav4(LocalProjection plane) =>
        [.. SumoDrive.Rows("gnss/rav4-comma2k19/gnss_ublox_live.csv.gz").Select(row => new VehicleFix(
            TimeOf(row[0]), plane.Project(Number(row[1]), Number(row[2])), Number(row[6]), Number(row[3]) * 3.6))];

    /// <summary>Where the RAV4 was, by all its sensors together afterwards: a place each second.</summary>
    public static List<LocalPosition> Rav4Track(LocalProjection plane) =>
        [.. SumoDrive.Rows("gnss/rav4-comma2k19/pose_20hz_postprocessed.csv.gz").Where((_, i) => i % 20 == 0).Select(row => plane.Project(Number(row[9]), Number(row[10])))];

    /// <summary>A truck that stands, by its receiver, about every second.</summary>
    public static List<VehicleFix> Truck(LocalProjection plane) =>
        [.. SumoDrive.Rows("gnss/truck-j1939-11111111/truck.gnss_from_can.csv.gz").Where(row => row[1] == "1").Select(row => new VehicleFix(
            TimeOf(row[0]), plane.Project(Number(row[2]), Number(row[3])), Speed: 0))];

    /// <summary>A trajectory of AstaZero: exact places, in its own plane.</summary>
    public static List<VehicleFix> AstaZero(string file) =>
        [.. File.ReadLines(SharedData.PathOf($"gnss/astazero-atos/{file}")).Select(line => line.Split(';')).Where(cells => cells[0] == "LINE")
            .Select(cells => new VehicleFix(
                TimeOf(cells[1]) + Second, new LocalPosition(Number(cells[2]), Number(cells[3])),
                90 - double.RadiansToDegrees(Number(cells[5])), Number(cells[6]) * 3.6, 0, 0))];

    /// <summary>A fence of AstaZero, in the same plane.</summary>
    public static Polygon Fence(string file) => new([new Ring([.. File.ReadLines(SharedData.PathOf($"gnss/astazero-atos/{file}"))
        .Select(line => line.Split(';')).Where(cells => cells[0] == "LINE").Select(cells => new LocalPosition(Number(cells[1]), Number(cells[2])))])]);

    /// <summary>The same drive by a receiver whose error wanders: about so many metres, for about so many fixes.</summary>
    public static List<VehicleFix> WithNoise(List<VehicleFix> drive, double metres, double fixes, int seed)
    {
        var (random, east, north) = (new Random(seed), 0.0, 0.0);
        double Step(double error) =>
            (error * (1 - (1 / fixes))) + (metres * Math.Sqrt(2 / fixes) * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()));
        var noisy = new List<VehicleFix>();
        foreach (var fix in drive)
        {
            (east, north) = (Step(east), Step(north));
            noisy.Add(fix with { Place = new(fix.Place.East + east, fix.Place.North + north), Accuracy = 2.5 * metres });
        }
        return noisy;
    }

    /// <summary>Zones along a track, one behind the other, between two distances to its right (negative: to its left).</summary>
    public static List<Zone> Strips(List<LocalPosition> track, int placesEach, double from, double to)
    {
        var zones = new List<Zone>();
        for (var i = 0; i + placesEach < track.Count; i += placesEach)
        {
            var range = Enumerable.Range(i, placesEach + 1).ToList();
            var corners = range.Select(at => Beside(track, at, from)).Concat(range.AsEnumerable().Reverse().Select(at => Beside(track, at, to)));
            zones.Add(new Zone($"strip {zones.Count}", ZoneKind.Other, new Polygon([new Ring([.. corners])])));
        }
        return zones;
    }

    private static LocalPosition Beside(List<LocalPosition> track, int at, double right)
    {
        var (before, after) = (track[Math.Max(0, at - 1)], track[Math.Min(track.Count - 1, at + 1)]);
        var length = before.DistanceTo(after);
        return new(track[at].East + (right * (after.North - before.North) / length), track[at].North - (right * (after.East - before.East) / length));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long TimeOf(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * Second);
}
