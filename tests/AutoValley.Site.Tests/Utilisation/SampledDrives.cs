using AutoValley.Site.Bookings;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Utilisation;
using AutoValley.Telemetry;

namespace AutoValley.Site.Tests.Utilisation;

/// <summary>Vehicles that are sampled at uneven times in and out of zones; visits judged from them, and every sum taken instant by instant from the samples alone.</summary>
internal sealed class SampledDrives
{
    private const int Duration = 2_000;

    private readonly Dictionary<(VehicleName Vehicle, string Zone), (long Time, bool IsIn)[]> samples = [];

    public SampledDrives(int seed, VehicleName[] vehicles, string[] zones)
    {
        var random = new Random(seed);
        foreach (var vehicle in vehicles)
        {
            foreach (var zone in zones)
                samples[(vehicle, zone)] = [.. Drive(random)];
        }
        Visits = [.. samples.SelectMany(drive => Judge(drive.Key.Vehicle, drive.Key.Zone, drive.Value))];
        Bookings = [.. Enumerable.Range(1, 6).Select(id => Book(random, id, vehicles[random.Next(vehicles.Length)], zones[random.Next(zones.Length)]))];
    }

    public IReadOnlyList<Visit> Visits { get; }

    public IReadOnlyList<Booking> Bookings { get; }

    /// <summary>How many samples in the zone a visit's times hold.</summary>
    public long SamplesWithin(Visit visit) => samples[(visit.Vehicle, visit.Zone)].Count(sample => sample.IsIn && sample.Time >= visit.Enter && sample.Time < visit.Leave);

    /// <summary>Of a sample in the zone counts the time until the next sample.</summary>
    public long Total(Span range) => samples.Sum(drive => Instants(range).Count(time => IsIn(drive.Value, time)));

    public (long Occupied, long VehicleTime, long Booked, long Used, long Unbooked) AddUp(UtilisationKey key)
    {
        var (occupied, vehicleTime, booked, used, unbooked) = (0L, 0L, 0L, 0L, 0L);
        var drives = samples.Where(drive => drive.Key.Zone == key.Zone
            && (key.Organisation is null || drive.Key.Vehicle.Organisation == key.Organisation)
            && (key.Vehicle is null || drive.Key.Vehicle == key.Vehicle)).ToArray();
        foreach (var time in Instants(key.Bucket))
        {
            var inside = drives.Where(drive => IsIn(drive.Value, time)).Select(drive => drive.Key.Vehicle).ToArray();
            var rights = Bookings.Where(booking => booking.HoldsAt(time) && (booking.Zones[0] == key.Zone || booking.Zones[0] == "track")).ToArray();
            occupied += inside.Length > 0 ? 1 : 0;
            vehicleTime += inside.Length;
            booked += rights.Any(right => (key.Organisation is null || right.Organisation == key.Organisation) && (key.Vehicle is not { } one || right.IsFor(one))) ? 1 : 0;
            used += inside.Any(vehicle => rights.Any(right => right.IsFor(vehicle))) ? 1 : 0;
            unbooked += inside.Any(vehicle => !rights.Any(right => right.IsFor(vehicle))) ? 1 : 0;
        }
        return (occupied, vehicleTime, booked, used, unbooked);
    }

    private static IEnumerable<long> Instants(Span span) => Enumerable.Range((int)span.From, (int)span.Length).Select(time => (long)time);

    private static bool IsIn((long Time, bool IsIn)[] drive, long time) => drive.LastOrDefault(sample => sample.Time <= time).IsIn;

    private static IEnumerable<(long Time, bool IsIn)> Drive(Random random)
    {
        var isIn = false;
        for (long time = random.Next(10); time < Duration; time += random.Next(1, 12))
        {
            isIn ^= random.Next(12) == 0;
            yield return (time, isIn);
        }
        yield return (Duration, false);
    }

    private static IEnumerable<Visit> Judge(VehicleName vehicle, string zone, (long Time, bool IsIn)[] drive)
    {
        Visit? visit = null;
        foreach (var (time, isIn) in drive)
        {
            if (!isIn && visit is not null)
                yield return visit with { Leave = time };
            visit = isIn ? (visit ?? new Visit(vehicle, zone, time, null, 0)) with { Samples = (visit?.Samples ?? 0) + 1 } : null;
        }
    }

    private static Booking Book(Random random, int id, VehicleName vehicle, string zone)
    {
        var from = random.Next(Duration);
        return new Booking(id, vehicle.Organisation, [zone], from, from + random.Next(1, 600)) { Vehicles = random.Next(2) == 0 ? [vehicle] : [] };
    }
}
