using AutoValley.Telemetry.Columns;
using AutoValley.V1;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>The columns of an answer, encoded or plain, in memory that is used again. Not safe for concurrent use.</summary>
internal sealed class ReadColumns
{
    private long[] times = [];
    private double[] values = [];

    /// <summary>Takes samples of one signal; the spans are good until it returns.</summary>
    public delegate void Taker(string signal, ReadOnlySpan<long> times, ReadOnlySpan<double> values);

    /// <summary>Gives the samples of a response to <paramref name="take"/>, in their order.</summary>
    /// <exception cref="ColumnFormatException">Encoded columns that cannot be read.</exception>
    public void Read(ReadResponse response, Taker take)
    {
        foreach (var part in response.Encoded)
        {
            Reserve((int)part.Count);
            var count = ColumnCodec.DecodeTimesInto(part.Times.Span, times);
            if (ColumnCodec.DecodeInto(part.Values.Span, values) != count)
                throw new BenchmarkException($"{part.Vehicle} {part.Signal}: more or fewer values than times");
            take(part.Signal, times.AsSpan(0, count), values.AsSpan(0, count));
        }
        if (response.Column is { } column)
            take(response.Signal, Times(response), Values(column));
    }

    private ReadOnlySpan<long> Times(ReadResponse response)
    {
        var deltas = response.Times.Plain.Deltas;
        Reserve(deltas.Count);
        var time = response.BaseTime;
        for (var index = 0; index < deltas.Count; index++)
            times[index] = time += deltas[index];
        return times.AsSpan(0, deltas.Count);
    }

    private ReadOnlySpan<double> Values(Column column)
    {
        column.Doubles.Values.CopyTo(values, 0);
        return values.AsSpan(0, column.Doubles.Values.Count);
    }

    private void Reserve(int count)
    {
        if (times.Length < count)
            (times, values) = (new long[count], new double[count]);
    }
}
