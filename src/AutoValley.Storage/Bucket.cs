namespace AutoValley.Storage;

/// <summary>Statistics of a signal over one span of time. NaN values count, and are left out of the rest unless all are NaN.</summary>
/// <param name="Start">Unix nanoseconds.</param>
/// <param name="Count">Samples, at least one.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Greatest value.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="First">Value of the earliest sample that is a number.</param>
/// <param name="Last">Value of the latest sample that is a number.</param>
public readonly record struct Bucket(long Start, long Count, double Min, double Max, double Sum, double First, double Last)
{
    /// <summary>Samples that are not NaN.</summary>
    public long Numbers { get; init; } = Count;

    /// <summary>Sum of the squared distances of the numbers from their mean; NaN also where it was not asked for.</summary>
    public double SquaredDeviations { get; init; } = double.NaN;

    /// <summary>Arithmetic mean of the numbers.</summary>
    public double Mean => Sum / Numbers;

    /// <summary>Variance of the numbers, as of a whole population.</summary>
    public double Variance => SquaredDeviations / Numbers;

    /// <summary>Standard deviation of the numbers, as of a whole population.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);
}
