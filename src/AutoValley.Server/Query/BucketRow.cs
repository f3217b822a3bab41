using AutoValley.Storage;

namespace AutoValley.Server.Query;

/// <summary>What is said of a bucket.</summary>
/// <param name="Bucket">Its statistics.</param>
/// <param name="Percentiles">As asked for; empty when none was.</param>
internal readonly record struct BucketRow(Bucket Bucket, double[] Percentiles)
{
    /// <summary>Of a bucket without numbers.</summary>
    /// <param name="start">Unix nanoseconds.</param>
    /// <param name="count">Samples, which are all NaN.</param>
    /// <param name="percentiles">How many are asked for.</param>
    public static BucketRow WithoutNumbers(long start, long count, int percentiles)
    {
        var none = new double[percentiles];
        Array.Fill(none, double.NaN);
        return new(new Bucket(start, count, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN) { Numbers = 0 }, none);
    }
}
