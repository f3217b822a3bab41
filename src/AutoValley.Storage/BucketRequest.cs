namespace AutoValley.Storage;

/// <summary>Which buckets are wanted of a signal.</summary>
/// <param name="Nanos">Length of each, more than 0.</param>
/// <param name="WithDeviations">Whether <see cref="Bucket.SquaredDeviations"/> are wanted, which take longer.</param>
public readonly record struct BucketRequest(long Nanos, bool WithDeviations = false)
{
    /// <summary>Buckets of a length, without deviations.</summary>
    public static implicit operator BucketRequest(long nanos) => new(nanos);

    /// <summary>Buckets of a length, without deviations.</summary>
    public static BucketRequest FromInt64(long nanos) => nanos;
}
