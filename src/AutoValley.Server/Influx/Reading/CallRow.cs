using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>What the functions made of an interval.</summary>
/// <param name="Start">Of the interval, Unix nanoseconds; 0 where there is one alone.</param>
/// <param name="Values">By function; null where there is none.</param>
/// <param name="Chosen">The sample that a function chose; null where it is of all.</param>
internal sealed record CallRow(long Start, SampleValue?[] Values, QlRow? Chosen = null);
