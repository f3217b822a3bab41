using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>A row of an answer, or of what it is made of.</summary>
/// <param name="Time">Unix nanoseconds.</param>
/// <param name="Values">By column; null where there is none.</param>
internal sealed record QlRow(long Time, SampleValue?[] Values);
