using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.DataSets;

/// <summary>
/// A data set for the queries: all its signals are loaded, one of them is asked about, under the name that <see cref="SpeedRecording"/> has for it. The first vehicle is
/// that of the long drive, the others are the fleet.
/// </summary>
internal static class AskedSignal
{
    /// <summary>The same samples; the asked signal is the first of each vehicle's first group.</summary>
    public static DataSet First(DataSet data)
    {
        var signal = data.Name switch
        {
            "rav4" => "CAN.WHEEL_SPEEDS.WHEEL_SPEED_FL",
            "sumo" => "SUMO.Speed",
            _ => SpeedRecording.Signal,
        };
        return data with
        {
            Vehicles = [.. data.Vehicles.Select((vehicle, index) => new RecordedVehicle(
                index == 0 ? new VehicleName(vehicle.Name.Organisation, SpeedRecording.LongVehicle) : vehicle.Name, First(vehicle.Groups, signal)))],
        };
    }

    private static RecordedGroup[] First(IReadOnlyList<RecordedGroup> groups, string signal)
    {
        var asked = groups.Single(group => group.Columns.Any(column => column.Signal == signal));
        var first = asked.Columns.Single(column => column.Signal == signal) with { Signal = SpeedRecording.Signal };
        return [asked with { Columns = [first, .. asked.Columns.Where(column => column.Signal != signal)] }, .. groups.Where(group => group != asked)];
    }
}
