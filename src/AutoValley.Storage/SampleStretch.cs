namespace AutoValley.Storage;

/// <summary>Some samples of a signal in a row. NaN values count, and are left out of the rest unless all are NaN.</summary>
/// <param name="First">Time of the first sample, Unix nanoseconds.</param>
/// <param name="Last">Time of the last sample.</param>
/// <param name="Count">Samples, at least one.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Greatest value.</param>
/// <param name="FirstValue">Value of the earliest sample.</param>
/// <param name="LastValue">Value of the latest sample.</param>
public readonly record struct SampleStretch(long First, long Last, long Count, double Min, double Max, double FirstValue, double LastValue);
