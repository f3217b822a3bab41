using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query;

/// <summary>All numbers of one bucket at a time, for what statistics cannot tell. NaN counts and is left out of the rest.</summary>
/// <param name="maximum">Numbers of a bucket.</param>
internal sealed class BucketNumbers(int maximum)
{
    private double[] numbers = new double[256];
    private int used;
    private long count;

    /// <summary>Whether nothing was added since the last <see cref="Take"/>.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Adds values of a numeric or boolean signal.</summary>
    /// <returns>False when there are more than the maximum.</returns>
    public bool TryAdd(Values values)
    {
        switch (values)
        {
            case Values<double> doubles:
                return TryAdd(doubles.Items.Span, value => value);
            case Values<long> integers:
                return TryAdd(integers.Items.Span, value => value);
            case Values<bool> booleans:
                return TryAdd(booleans.Items.Span, value => value ? 1.0 : 0.0);
            default:
                throw new ArgumentException($"no numbers in {values.Type}", nameof(values));
        }
    }

    /// <summary>What is said of the bucket; empty afterwards.</summary>
    public BucketRow Take(long start, IReadOnlyList<double> percentiles)
    {
        var all = numbers.AsSpan(0, used);
        var samples = count;
        (count, used) = (0, 0);
        if (all.Length == 0)
            return BucketRow.WithoutNumbers(start, samples, percentiles.Count);
        var (sum, least, greatest) = (0.0, all[0], all[0]);
        foreach (var number in all)
            (sum, least, greatest) = (sum + number, Math.Min(least, number), Math.Max(greatest, number));
        var bucket = new Bucket(start, samples, least, greatest, sum, all[0], all[^1])
        {
            Numbers = all.Length,
            SquaredDeviations = SquaresAround(sum / all.Length, all),
        };
        // Last, as it changes the order.
        return new BucketRow(bucket, Percentiles.Of(all, percentiles));
    }

    private static double SquaresAround(double mean, ReadOnlySpan<double> all)
    {
        var squares = 0.0;
        foreach (var number in all)
            squares += (number - mean) * (number - mean);
        return squares;
    }

    private bool TryAdd<T>(ReadOnlySpan<T> values, Func<T, double> toNumber)
    {
        count += values.Length;
        foreach (var value in values)
        {
            var number = toNumber(value);
            if (double.IsNaN(number))
                continue;
            if (used == maximum)
                return false;
            if (used == numbers.Length)
                Array.Resize(ref numbers, (int)Math.Min(2L * used, maximum));
            numbers[used++] = number;
        }
        return true;
    }
}
