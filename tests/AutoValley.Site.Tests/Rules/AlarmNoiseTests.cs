using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;
using AutoValley.Site.Tests.Occupancy;
using AutoValley.Site.Tests.OpenDrive;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.Rules;

/// <summary>SUMO's traffic on Mcity through tracker, rules and alarms, as simulated and by receivers that are off: noise must not make alarms come and go.</summary>
public sealed class AlarmNoiseTests
{
    private static readonly AlarmKind[] Kinds = [AlarmKind.OverCapacity, AlarmKind.OverSpeed, AlarmKind.Stopped, AlarmKind.WrongWay, AlarmKind.TooClose, AlarmKind.CollisionCourse];

    [SharedDataFact("sumo/mcity")]
    public void Alarms_OfNoisyTraffic_AsManyAsOfTheExactOne()
    {
        var exact = Drive(noise: null);
        Assert.True(exact.Sum(count => count.Value) > 100, string.Join(' ', exact));
        // Driving as it should, nobody goes the wrong way; all else happens.
        Assert.Equal([AlarmKind.WrongWay], Kinds.Where(kind => exact[kind] == 0));
        for (var seed = 0; seed < 2; seed++)
        {
            var noisy = Drive(new Random(seed));
            foreach (var kind in Kinds)
            {
                // Who passes within a hand's breadth of the limit is a matter of noise, though each is told of once.
                var most = (exact[kind] * (kind == AlarmKind.TooClose ? 1.6 : 1.25)) + 3;
                Assert.True(noisy[kind] <= most, $"{kind}: {noisy[kind]}, without noise {exact[kind]}");
                // Nor must it hide any.
                Assert.True(noisy[kind] >= exact[kind] * 0.75, $"{kind}: {noisy[kind]}, without noise {exact[kind]}");
            }
        }
    }

    // How often alarms of each kind were raised.
    private static Dictionary<AlarmKind, int> Drive(Random? noise)
    {
        var map = Ground();
        var (tracker, rules, book, changes) = (new OccupancyTracker(map), new SiteRules(new RuleOptions()), new AlarmBook(new AlarmOptions()), new List<OccupancyChange>());
        var (raised, step) = (Kinds.ToDictionary(kind => kind, _ => 0), -1.0);
        foreach (var row in DriveRow.Read("sumo/mcity/fcd.csv.gz").Take(40_000))
        {
            var time = SumoDrive.TimeOf(row.Time) + SumoDrive.Step;
            if (row.Time != step)
            {
                tracker.Advance(time, changes);
                foreach (var change in book.Observe(rules.Judge(map, tracker.Presences, [], time), time))
                {
                    book.Apply(change);
                    if (change.Transition.Action == AlarmAction.Raise)
                        raised[change.Alarm.Key.Kind] = raised.GetValueOrDefault(change.Alarm.Key.Kind) + 1;
                }
                step = row.Time;
            }
            var (east, north, fast) = noise is null ? (0, 0, 0) : (Off(noise, 0.15), Off(noise, 0.15), Off(noise, 0.8));
            var place = map.Projection.Project(row.Latitude, row.Longitude);
            var name = new VehicleName("sumo", row.Vehicle);
            if (tracker.Find(name) is null)
                tracker.Describe(name, new VehicleDescription(null, ShapeOf(row.Vehicle)), time, changes);
            tracker.Observe(
                name,
                new VehicleFix(time, new(place.East + east, place.North + north), row.Heading + (noise is null ? 0 : Off(noise, 1)), Math.Max(0, (row.Speed * 3.6) + fast), 0.3, 0),
                time, changes);
        }
        return raised;
    }

    // Every zone with what rules need: two vehicles, 36 km/h, and the way that SUMO's first vehicle went through it.
    private static Map Ground()
    {
        var plain = MapFile.Read(SharedData.PathOf("sumo/mcity/zones.geojson"));
        var ways = new Dictionary<string, double>();
        foreach (var row in DriveRow.Read("sumo/mcity/fcd.csv.gz").Take(40_000))
        {
            foreach (var zone in plain.ZonesAt(row.Latitude, row.Longitude))
                ways.TryAdd(zone.Name, row.Heading);
        }
        return new Map("Mcity", plain.Projection, plain.Boundary, [.. plain.Zones.Select(zone => zone with
        {
            Kind = ZoneKind.Lane, Capacity = 2, SpeedLimit = 36,
            Direction = ways.TryGetValue(zone.Name, out var way) && zone.Shape.Area < 120 ? Direction.Towards(way) : null,
        })], []);
    }

    // sumo_vtypes.add.xml; the place is the middle of the front bumper.
    private static VehicleShape ShapeOf(string vehicle) => vehicle.Split('_')[0] switch
    {
        "truck" => new(12, 2.5, 0),
        "shuttle" => new(5.9, 2.1, 0),
        _ => new(4.8, 1.85, 0),
    };

    // Normal enough: the sum of four.
    private static double Off(Random random, double deviation) =>
        (random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2) * deviation * Math.Sqrt(3);
}
