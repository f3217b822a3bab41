using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>What can happen to a tracker, by chance: fixes of some vehicles, late, absurd and of the future too, ticks, clearing, descriptions.</summary>
internal sealed class MadeSteps(int seed, bool isHostile)
{
    private readonly Random random = new(seed);
    private readonly MadeDrive[] drives = [.. Enumerable.Range(0, 5).Select(i => new MadeDrive(seed + i))];
    private long now = 1_000_000_000_000;

    public Action<OccupancyTracker, List<OccupancyChange>> Next()
    {
        var (car, at) = (random.Next(isHostile ? 5 : 2), now += random.Next(300) * 1_000_000L);
        var vehicle = new VehicleName("acme", $"car-{car}");
        switch (random.Next(20))
        {
            case 0:
                now += 6_000_000_000;
                return (tracker, changes) => tracker.Advance(at + 6_000_000_000, changes);
            case 1:
                return (tracker, changes) => tracker.Clear(vehicle, "Ada", at, changes);
            case 2:
                var description = new VehicleDescription(random.Next(2) == 0 ? null : "truck", new VehicleShape(2 + random.Next(10), 2, 1));
                return (tracker, changes) => tracker.Describe(vehicle, description, at, changes);
            default:
                var fix = Spoilt(drives[car].Next() with { Time = at - (random.Next(10) * 20_000_000L) });
                return (tracker, changes) => tracker.Observe(vehicle, fix, at, changes);
        }
    }

    private VehicleFix Spoilt(VehicleFix fix) => random.Next(isHostile ? 14 : 1_000) switch
    {
        0 => fix with { Time = fix.Time - 7_000_000_000 },
        1 => fix with { Time = fix.Time + 3_600_000_000_000 },
        2 => fix with { Time = random.Next(2) == 0 ? long.MaxValue : long.MinValue },
        3 => fix with { Place = new(double.NaN, 1) },
        4 => fix with { Place = new(1e9, 1) },
        5 => fix with { Place = new(180, -90) },
        6 => fix with { Accuracy = double.PositiveInfinity },
        7 => fix with { Accuracy = random.Next(100), ClockError = random.NextInt64() },
        8 => fix with { Accuracy = double.NaN, Speed = double.NaN, Heading = double.PositiveInfinity },
        _ => fix,
    };
}
