namespace AutoValley.Storage;

/// <summary>Statistics of a signal over one span of time. NaN values count, and are left out of the rest unless all are NaN.</summary>
/// <param name="Start">Unix nanoseconds.</param>
/// <param name="Count">Samples, at least one.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Greatest value.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="First">Value of the earliest sample.</param>
/// <param name="Last">Value of the latest sample.</param>
public readonly record struct Bucket(long Start, long Count, double Min, double Max, double Sum, double First, double Last)
{
    /// <summary>Arithmetic mean.</summary>
    public double Mean => Sum / Count;
}
