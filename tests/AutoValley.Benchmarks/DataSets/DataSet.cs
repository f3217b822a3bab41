using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.DataSets;

/// <summary>
/// Samples that every store gets alike. All values are doubles and all times whole milliseconds, because that is what the coarsest store
/// keeps (VictoriaMetrics); within a group the times ascend strictly, so that no store has anything to resolve.
/// </summary>
/// <param name="Name">As the command line names it.</param>
/// <param name="Vehicles">At least one.</param>
internal sealed record DataSet(string Name, IReadOnlyList<RecordedVehicle> Vehicles)
{
    /// <summary>All samples.</summary>
    public long SampleCount { get; } = Vehicles.Sum(vehicle => vehicle.SampleCount);

    /// <summary>Signals of all vehicles.</summary>
    public int SeriesCount { get; } = Vehicles.Sum(vehicle => vehicle.Groups.Sum(group => group.Columns.Count));

    /// <summary>Half-open span of all event times, Unix nanoseconds.</summary>
    public TimeRange Range { get; init; } = new(
        Vehicles.Min(vehicle => vehicle.Groups.Min(group => group.Times[0])),
        Vehicles.Max(vehicle => vehicle.Groups.Max(group => group.Times[^1])) + 1_000_000);
}

/// <summary>One vehicle's samples.</summary>
/// <param name="Name">Its name in every store.</param>
/// <param name="Groups">None of them empty; a signal is in one group alone.</param>
internal sealed record RecordedVehicle(VehicleName Name, IReadOnlyList<RecordedGroup> Groups)
{
    public long SampleCount => Groups.Sum(group => (long)group.Times.Length * group.Columns.Count);
}

/// <summary>Signals that share their time stamps.</summary>
/// <param name="Times">Unix nanoseconds.</param>
/// <param name="Columns">As many values each as there are times.</param>
internal sealed record RecordedGroup(long[] Times, IReadOnlyList<RecordedColumn> Columns);

/// <summary>The values of one signal.</summary>
internal sealed record RecordedColumn(string Signal, double[] Values);
