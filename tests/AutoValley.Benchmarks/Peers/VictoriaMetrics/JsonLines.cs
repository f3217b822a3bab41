using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.VictoriaMetrics;

/// <summary>A slice as the lines of VictoriaMetrics' <c>/api/v1/import</c>: one a series, all its values and times.</summary>
internal static class JsonLines
{
    private const int UsualBytesASample = 24;
    private const long NanosPerMilli = 1_000_000;

    public static ReadOnlyMemory<byte> Write(Slice slice)
    {
        var body = new Utf8Body(slice.SampleCount * UsualBytesASample);
        foreach (var part in slice.Groups)
        {
            foreach (var column in part.Group.Columns)
            {
                body.Add($$"""{"metric":{"__name__":"{{column.Signal}}","vehicle":"{{slice.Vehicle.Name.Vehicle}}"},"values":[""");
                foreach (var value in column.Values.AsSpan(part.Start, part.Count))
                    body.Add(value).Add(",");
                body.Cut().Add("],\"timestamps\":[");
                foreach (var time in part.Times)
                    body.Add(time / NanosPerMilli).Add(",");
                body.Cut().Add("]}\n");
            }
        }
        return body.ToMemory();
    }
}
