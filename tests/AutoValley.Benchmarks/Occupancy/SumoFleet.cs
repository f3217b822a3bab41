using AutoValley.Benchmarks.DataSets;
using AutoValley.Site;
using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Occupancy;

/// <summary>SUMO's drives over Mcity, on a map of its roads and junctions.</summary>
internal sealed class SumoFleet
{
    private const double KilometresPerHour = 3.6;
    private const long Step = UnixTime.NanosPerSecond / 100;

    // The recording has a place every 0.1 s.
    private const int FixesAStep = 10;

    private readonly List<VehicleFix[]> drives = [];

    private SumoFleet(Map map) => Map = map;

    public Map Map { get; }

    /// <summary>Every place of the recording, by time, with its vehicle's number.</summary>
    public List<(int Vehicle, LocalPosition Place)> Places { get; } = [];

    public int Vehicles => drives.Count;

    public static async Task<SumoFleet> ReadAsync(CancellationToken cancellation)
    {
        var fleet = new SumoFleet(MapFile.Read(SharedData.File("sumo/mcity/zones.geojson")));
        foreach (var vehicle in await SumoMcity.ReadAsync(cancellation))
            fleet.drives.Add(fleet.ToDrive(vehicle.Groups[0]));
        var times = fleet.drives.SelectMany((drive, number) => drive.Select(fix => (fix.Time, Vehicle: number, fix.Place))).OrderBy(item => item.Time);
        fleet.Places.AddRange(times.Select(item => (item.Vehicle, item.Place)));
        return fleet;
    }

    /// <summary>Fixes at 100 Hz of as many vehicles as asked for, each drive begun at another second, by time.</summary>
    /// <param name="vehicles">How many.</param>
    /// <param name="seconds">Of driving.</param>
    /// <param name="accuracy">Metres, and the noise around the place in it.</param>
    public IEnumerable<(int Vehicle, VehicleFix Fix)> At100Hertz(int vehicles, int seconds, double accuracy)
    {
        var random = new Random(1);
        var begins = Enumerable.Range(0, vehicles).Select(_ => random.NextDouble()).ToArray();
        var longer = drives.FindAll(drive => drive.Length > seconds * 10);
        for (var tick = 0; tick < seconds * 100; tick++)
        {
            for (var vehicle = 0; vehicle < vehicles; vehicle++)
            {
                var drive = longer[vehicle % longer.Count];
                var at = (int)(begins[vehicle] * (drive.Length - (seconds * 10))) + (tick / FixesAStep);
                var (last, next) = (drive[at], drive[Math.Min(at + 1, drive.Length - 1)]);
                var place = last.Place.Towards(next.Place, tick % FixesAStep / (double)FixesAStep);
                // Half a decimetre of jitter from fix to fix at the most: receivers' noise is slow.
                var noise = Math.Min(accuracy, 0.05);
                yield return (vehicle, last with
                {
                    Time = drives[0][0].Time + (tick * Step),
                    Place = new(place.East + (noise * (random.NextDouble() - 0.5)), place.North + (noise * (random.NextDouble() - 0.5))),
                    Accuracy = accuracy,
                });
            }
        }
    }

    private VehicleFix[] ToDrive(RecordedGroup group)
    {
        double[] Column(string signal) => group.Columns.Single(column => column.Signal == signal).Values;
        var (longitude, latitude) = (Column("Vehicle.CurrentLocation.Longitude"), Column("Vehicle.CurrentLocation.Latitude"));
        var (speed, heading) = (Column("SUMO.Speed"), Column("Vehicle.CurrentLocation.Heading"));
        return [.. group.Times.Select((time, i) => new VehicleFix(
            time, Map.Projection.Project(latitude[i], longitude[i]), heading[i], speed[i] * KilometresPerHour, 0, 0))];
    }
}
