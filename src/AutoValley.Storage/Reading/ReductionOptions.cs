namespace AutoValley.Storage.Reading;

/// <summary>How a series is made small enough for a plot.</summary>
public enum ReductionMethod
{
    /// <summary>Stretches with their least and greatest values: a band that holds every sample.</summary>
    MinMax,

    /// <summary>Samples that keep the shape of the line (Steinarsson 2013, Largest-Triangle-Three-Buckets).</summary>
    LargestTriangles,
}

/// <summary>What a plot has room for.</summary>
/// <param name="Maximum">Samples at most, 4 or more; a stretch counts as two, its least and its greatest.</param>
/// <param name="Method">How it is reduced when there are more.</param>
/// <param name="GapNanos">
/// More than this between two samples is a gap, in nanoseconds; 0 for ten times the usual distance of samples.
/// </param>
public sealed record ReductionOptions(int Maximum, ReductionMethod Method = ReductionMethod.MinMax, ulong GapNanos = 0);
