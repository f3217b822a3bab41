using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Encode;

/// <summary>Zero-order entropy: bytes a value that no code reaches which knows how often each value comes and nothing else.</summary>
internal static class Entropy
{
    /// <summary>The smaller of that of the values and, for times, that of their differences; without the table of values itself.</summary>
    public static double Bytes(Values values) => values switch
    {
        Values<double> doubles => Math.Min(Of(doubles.Items.ToArray()), Of(Differences(doubles.Items.Span))),
        Values<long> integers => Math.Min(Of(integers.Items.ToArray()), Of(Differences(integers.Items.Span))),
        Values<bool> booleans => Of(booleans.Items.ToArray()),
        Values<string> texts => Of(texts.Items.ToArray()),
        _ => throw new ArgumentException($"no value type {values.Type}", nameof(values)),
    };

    private static double Of<T>(T[] values)
        where T : notnull =>
        values.CountBy(value => value).Sum(pair => -pair.Value * Math.Log2((double)pair.Value / values.Length)) / 8;

    private static long[] Differences(ReadOnlySpan<long> values)
    {
        var differences = new long[values.Length];
        for (var index = 1; index < values.Length; index++)
            differences[index] = values[index] - values[index - 1];
        return differences;
    }

    // To nine decimals: beyond them, subtraction alone makes values that were not there.
    private static double[] Differences(ReadOnlySpan<double> values)
    {
        var differences = new double[values.Length];
        for (var index = 1; index < values.Length; index++)
            differences[index] = Math.Round(values[index] - values[index - 1], 9);
        return differences;
    }
}
