using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;

namespace AutoValley.Benchmarks.Influx;

/// <summary>A vehicle's samples as simple devices send them: a JSON object for each row of signals that share a time, in order of time.</summary>
/// <param name="Vehicle">Whose.</param>
/// <param name="Rows">Payloads.</param>
internal sealed record JsonRows(string Vehicle, IReadOnlyList<ReadOnlyMemory<byte>> Rows)
{
    private const long NanosPerMilli = 1_000_000;
    private const int UsualBytes = 4_096;

    /// <summary>What the topic of a vehicle's rows is, for whoever subscribes and for whoever is asked.</summary>
    public string Topic => $"av/v1/bench/{Vehicle}/json";

    public static JsonRows Of(RecordedVehicle vehicle) => new(
        vehicle.Name.Vehicle,
        [.. vehicle.Groups.SelectMany(group => group.Times.Select((time, row) => (Time: time, Group: group, Row: row))).OrderBy(one => one.Time).Select(one => Write(one.Group, one.Row))]);

    private static ReadOnlyMemory<byte> Write(RecordedGroup group, int row)
    {
        var body = new Utf8Body(UsualBytes).Add("{\"ts\":").Add(group.Times[row] / NanosPerMilli).Add(",");
        foreach (var column in group.Columns)
            body.Add("\"").Add(column.Signal).Add("\":").Add(column.Values[row]).Add(",");
        return body.Cut().Add("}").ToMemory();
    }
}
