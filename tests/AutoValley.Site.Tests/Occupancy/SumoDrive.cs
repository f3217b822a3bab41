using System.Globalization;
using System.IO.Compression;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Tests.OpenDrive;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>A run of SUMO judged for the record on a map, and the reference's tables.</summary>
internal sealed class SumoDrive
{
    /// <summary>Nanoseconds of 0.1 s, the run's step.</summary>
    public const long Step = 100_000_000;

    private readonly Dictionary<string, VisitJudge> judges = [];

    public SumoDrive(Map map, string folder)
    {
        Map = map;
        foreach (var row in DriveRow.Read($"{folder}/fcd.csv.gz"))
        {
            var fix = new VehicleFix(TimeOf(row.Time), map.Projection.Project(row.Latitude, row.Longitude), row.Heading);
            Fixes.Add((row.Vehicle, fix));
            if (!judges.TryGetValue(row.Vehicle, out var judge))
                judges.Add(row.Vehicle, judge = new VisitJudge(new VehicleName("sumo", row.Vehicle), map.Index));
            Assert.True(judge.Observe(fix, false, Visits));
            End = fix.Time;
        }
        foreach (var judge in judges.Values)
            judge.End(Visits);
    }

    public Map Map { get; }

    public List<(string Vehicle, VehicleFix Fix)> Fixes { get; } = [];

    /// <summary>All, the last of each vehicle ended by its last fix.</summary>
    public List<Visit> Visits { get; } = [];

    /// <summary>Time of the last step.</summary>
    public long End { get; private set; }

    /// <summary>Vehicles in each zone at whole seconds, as the reference counts: a row a zone and second that has one.</summary>
    public Dictionary<(long Second, string Zone), int> Occupancy()
    {
        var counts = new Dictionary<(long, string), int>();
        foreach (var (_, fix) in Fixes.Where(item => item.Fix.Time % (10 * Step) == 0))
        {
            foreach (var zone in Map.ZonesAt(fix.Place))
                counts[(fix.Time / (10 * Step), zone.Name)] = counts.GetValueOrDefault((fix.Time / (10 * Step), zone.Name)) + 1;
        }
        return counts;
    }

    public static IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(file)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return line.Split(',');
    }

    /// <summary>By sumo_vtypes.add.xml; the place is the middle of the front bumper.</summary>
    public static VehicleShape ShapeOf(string vehicle) => vehicle.Split('_')[0] switch
    {
        "truck" => new(12, 2.5, 0),
        "shuttle" => new(5.9, 2.1, 0),
        _ => new(4.8, 1.85, 0),
    };

    public static long TimeOf(double seconds) => (long)Math.Round(seconds * 10) * Step;

    public static long TimeOf(string seconds) => TimeOf(double.Parse(seconds, CultureInfo.InvariantCulture));
}
