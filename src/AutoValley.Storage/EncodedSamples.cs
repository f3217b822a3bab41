namespace AutoValley.Storage;

/// <summary>Samples of one signal, ascending by time, as encoded columns.</summary>
/// <param name="Count">How many, one or more.</param>
/// <param name="First">Time of the first, Unix nanoseconds.</param>
/// <param name="Last">Time of the last.</param>
/// <param name="Times">A column of times, as Columns/FORMAT.md of AutoValley.Telemetry describes it.</param>
/// <param name="Values">A column of values of the series' type.</param>
public sealed record EncodedSamples(int Count, long First, long Last, ReadOnlyMemory<byte> Times, ReadOnlyMemory<byte> Values);
