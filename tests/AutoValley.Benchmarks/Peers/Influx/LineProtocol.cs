using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.Influx;

/// <summary>
/// Slices as line protocol: a line holds all signals of a group at one time; measurement <c>telemetry</c>, tag <c>vehicle</c>, milliseconds.
/// </summary>
internal static class LineProtocol
{
    // InfluxDB's documents advise 5,000 to 10,000 lines a body.
    private const int LinesABody = 8_000;

    private const int UsualBytesASample = 40;
    private const long NanosPerMilli = 1_000_000;

    public static IEnumerable<ReadOnlyMemory<byte>> Write(IEnumerable<Slice> slices)
    {
        var (body, lines) = (new Utf8Body(LinesABody * UsualBytesASample), 0);
        foreach (var slice in slices)
        {
            foreach (var part in slice.Groups)
            {
                for (var row = part.Start; row < part.Start + part.Count; row++)
                {
                    Write(body, slice.Vehicle, part.Group, row);
                    if (++lines % LinesABody != 0)
                        continue;
                    yield return body.ToMemory();
                    body = new Utf8Body(LinesABody * UsualBytesASample);
                }
            }
        }
        if (lines % LinesABody != 0)
            yield return body.ToMemory();
    }

    private static void Write(Utf8Body body, RecordedVehicle vehicle, RecordedGroup group, int row)
    {
        body.Add("telemetry,vehicle=").Add(vehicle.Name.Vehicle).Add(" ");
        foreach (var column in group.Columns)
            body.Add(column.Signal).Add("=").Add(column.Values[row]).Add(",");
        body.Cut().Add(" ").Add(group.Times[row] / NanosPerMilli).Add("\n");
    }
}
