using AutoValley.Storage;

namespace AutoValley.Server.Query;

/// <summary>What is said of a bucket.</summary>
/// <param name="Bucket">What the store says.</param>
/// <param name="StandardDeviation">Of its numbers as a population; NaN when there is none.</param>
/// <param name="Percentiles">As asked for; empty when none was.</param>
internal readonly record struct BucketRow(Bucket Bucket, double StandardDeviation, double[] Percentiles)
{
    /// <summary>Of a bucket without samples.</summary>
    public static BucketRow Empty(long start, int percentiles)
    {
        var none = new double[percentiles];
        Array.Fill(none, double.NaN);
        return new(new Bucket(start, 0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN), double.NaN, none);
    }
}
