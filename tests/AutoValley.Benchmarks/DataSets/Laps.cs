using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.DataSets;

/// <summary>
/// Makes a long drive of a short one: every other lap is driven backwards, so that values stay continuous, and so that no store's
/// compressor finds the lap before inside its window.
/// </summary>
internal static class Laps
{
    // Between the last sample of a lap and the first of the next.
    private const long GapNanos = 10_000_000;

    /// <summary>The vehicle's samples <paramref name="count"/> times in a row.</summary>
    public static RecordedVehicle Drive(RecordedVehicle vehicle, int count)
    {
        var start = vehicle.Groups.Min(group => group.Times[0]);
        var lap = vehicle.Groups.Max(group => group.Times[^1]) - start + GapNanos;
        return vehicle with { Groups = [.. vehicle.Groups.Select(group => Drive(group, new Course(start, lap, count)))] };
    }

    /// <summary>The same vehicle under other names; the columns are shared, not copied.</summary>
    public static IEnumerable<RecordedVehicle> Copies(RecordedVehicle vehicle, int count) =>
        from copy in Enumerable.Range(1, count)
        select vehicle with { Name = new VehicleName(vehicle.Name.Organisation, $"{vehicle.Name.Vehicle}-{copy}") };

    private static RecordedGroup Drive(RecordedGroup group, Course course)
    {
        var (length, last) = (group.Times.Length, course.Lap - GapNanos);
        var times = new long[length * course.Count];
        for (var lap = 0; lap < course.Count; lap++)
        {
            for (var index = 0; index < length; index++)
            {
                var isBack = lap % 2 == 1;
                var within = group.Times[isBack ? length - 1 - index : index] - course.Start;
                times[(lap * length) + index] = course.Start + (lap * course.Lap) + (isBack ? last - within : within);
            }
        }
        return new RecordedGroup(times, [.. group.Columns.Select(column => column with { Values = Drive(column.Values, course.Count) })]);
    }

    private static double[] Drive(double[] values, int count)
    {
        var laps = new double[values.Length * count];
        for (var lap = 0; lap < count; lap++)
        {
            var part = laps.AsSpan(lap * values.Length, values.Length);
            values.CopyTo(part);
            if (lap % 2 == 1)
                part.Reverse();
        }
        return laps;
    }

    private sealed record Course(long Start, long Lap, int Count);
}
