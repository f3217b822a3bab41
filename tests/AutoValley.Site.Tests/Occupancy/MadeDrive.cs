using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>A vehicle that wanders over the zones of <see cref="MadeZones"/>: stands, creeps, drives; reports with noise.</summary>
internal sealed class MadeDrive(int seed)
{
    private readonly Random random = new(seed);
    private LocalPosition place = new(seed % 50, 30);
    private double heading = 45;
    private double speed;
    private double accuracy = 1;
    private long time = 1_000_000_000_000;

    public VehicleFix Next()
    {
        if (random.Next(10) == 0)
            speed = random.Next(4) * 4 * random.NextDouble();
        if (random.Next(15) == 0)
            accuracy = random.Next(3) switch { 0 => 0, 1 => random.NextDouble() * 3, _ => 20 * random.NextDouble() };
        var step = random.Next(8) == 0 ? 2.0 : 0.1;
        heading += (random.NextDouble() - 0.5) * 40 * step * speed;
        // Back to the middle when it is off.
        if (place.DistanceTo(new LocalPosition(30, 30)) > 45)
            heading = double.RadiansToDegrees(Math.Atan2(30 - place.East, 30 - place.North));
        var (east, north) = Math.SinCos(double.DegreesToRadians(heading));
        place = new LocalPosition(place.East + (east * speed * step), place.North + (north * speed * step));
        time += (long)(step * 1e9);
        var seen = new LocalPosition(place.East + (0.1 * (random.NextDouble() - 0.5)), place.North + (0.1 * (random.NextDouble() - 0.5)));
        return new VehicleFix(time, seen, random.Next(12) == 0 ? double.NaN : heading, speed * 3.6, accuracy, random.Next(2) * 30_000_000);
    }
}
