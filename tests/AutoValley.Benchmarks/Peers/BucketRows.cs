namespace AutoValley.Benchmarks.Peers;

/// <summary>Collects the buckets of a vehicle row by row.</summary>
internal sealed class BucketRows
{
    private readonly List<long> starts = [];
    private readonly List<double> minima = [];
    private readonly List<double> maxima = [];
    private readonly List<double> means = [];

    /// <summary>Adds a bucket; the mean is null where it was not asked for.</summary>
    public void Add(long startMillis, double minimum, double maximum, double? mean)
    {
        starts.Add(startMillis);
        minima.Add(minimum);
        maxima.Add(maximum);
        if (mean is { } value)
            means.Add(value);
    }

    public Buckets ToBuckets() => new([.. starts], [.. minima], [.. maxima], [.. means]);
}
