using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.DataSets;

/// <summary>
/// One signal at 100 Hz for the queries: a long drive of one vehicle, and shorter ones of a fleet. The speed of a vehicle in km/h with two
/// decimals, as CAN buses send it: smooth acceleration and a sensor's noise.
/// </summary>
internal static class SpeedRecording
{
    /// <summary>The signal.</summary>
    public const string Signal = "Vehicle.Speed";

    /// <summary>The vehicle of the long drive.</summary>
    public const string LongVehicle = "long";

    /// <summary>Vehicles of the fleet.</summary>
    public const int FleetSize = 10;

    /// <summary>Between two samples.</summary>
    public const long StepNanos = 10_000_000;

    // 2026-01-05 00:00 UTC.
    private const long Start = 1_767_571_200_000_000_000;

    private const double StepSeconds = 0.01;
    private const double MaximumSpeed = 130;
    private const double KmhAMetreASecond = 3.6;

    /// <summary>A vehicle with so many samples, and <see cref="FleetSize"/> with fewer.</summary>
    public static DataSet Create(long longSamples, long fleetSamples)
    {
        var fleetTimes = Times(fleetSamples);
        var fleet = Enumerable.Range(1, FleetSize).Select(number => Vehicle($"fleet-{number}", fleetTimes, number));
        return new DataSet("speed", [Vehicle(LongVehicle, Times(longSamples), 0), .. fleet]);
    }

    private static RecordedVehicle Vehicle(string name, long[] times, int seed) =>
        new(new VehicleName("bench", name), [new RecordedGroup(times, [new RecordedColumn(Signal, Speeds(times.Length, seed))])]);

    private static long[] Times(long count)
    {
        var times = new long[count];
        for (var index = 0L; index < count; index++)
            times[index] = Start + (index * StepNanos);
        return times;
    }

    private static double[] Speeds(int count, int seed)
    {
        var random = new Random(seed);
        var speeds = new double[count];
        var (speed, acceleration) = (50.0, 0.0);
        for (var index = 0; index < count; index++)
        {
            acceleration = (acceleration * 0.995) + ((random.NextDouble() - 0.5) * 0.2);
            speed = Math.Clamp(speed + (acceleration * StepSeconds * KmhAMetreASecond), 0, MaximumSpeed);
            speeds[index] = Math.Round(Math.Max(0, speed + ((random.NextDouble() - 0.5) * 0.06)), 2);
        }
        return speeds;
    }
}
