using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Peers;

/// <summary>Statistics of one signal by bucket of time.</summary>
/// <param name="Vehicles">Whose.</param>
/// <param name="Range">Unix nanoseconds; both ends are multiples of <paramref name="EveryNanos"/>, so that all stores have the same buckets.</param>
/// <param name="EveryNanos">Length of a bucket, whole milliseconds.</param>
/// <param name="HasMean">Mean beside minimum and maximum.</param>
internal sealed record BucketQuestion(IReadOnlyList<string> Vehicles, TimeRange Range, long EveryNanos, bool HasMean)
{
    private const long NanosPerMilli = 1_000_000;

    public long FromMillis => Range.From / NanosPerMilli;

    public long ToMillis => Range.To / NanosPerMilli;

    public long EveryMillis => EveryNanos / NanosPerMilli;
}

/// <summary>Buckets of one vehicle, ascending; those without samples are left out.</summary>
/// <param name="Starts">Unix milliseconds.</param>
/// <param name="Minima">One a bucket.</param>
/// <param name="Maxima">One a bucket.</param>
/// <param name="Means">One a bucket, or none.</param>
internal sealed record Buckets(long[] Starts, double[] Minima, double[] Maxima, double[] Means);
