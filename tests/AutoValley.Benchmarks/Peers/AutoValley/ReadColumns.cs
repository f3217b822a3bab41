using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;
using AutoValley.V1;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>The columns of an answer, whichever way the server sent them.</summary>
internal static class ReadColumns
{
    // The server's responses are much smaller.
    private const int MaximumCount = 1 << 22;

    public static long[] Times(ReadResponse response)
    {
        if (response.Times.TimesCase == TimeBase.TimesOneofCase.Encoded)
            return ColumnCodec.DecodeTimes(response.Times.Encoded.Span, MaximumCount);
        var times = new long[response.Times.Plain.Deltas.Count];
        var time = response.BaseTime;
        for (var index = 0; index < times.Length; index++)
            times[index] = time += response.Times.Plain.Deltas[index];
        return times;
    }

    public static double[] Doubles(ReadResponse response) => response.Column.ValuesCase switch
    {
        Column.ValuesOneofCase.Doubles => [.. response.Column.Doubles.Values],
        Column.ValuesOneofCase.Encoded when ColumnCodec.Decode(response.Column.Encoded.Span, MaximumCount) is Values<double> values => values.Items.ToArray(),
        _ => throw new BenchmarkException($"{response.Vehicle} {response.Signal}: no doubles in the answer"),
    };
}
