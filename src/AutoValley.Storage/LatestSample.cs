using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>The sample of a series with the greatest event time.</summary>
/// <param name="Series">Whose.</param>
/// <param name="Time">Unix nanoseconds.</param>
/// <param name="Value">The value then.</param>
public readonly record struct LatestSample(Series Series, long Time, SampleValue Value);
