using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Clock.Live;

/// <summary>What a witness says of the clock.</summary>
/// <param name="Quality">Source, offset and bound of the error, all of them; null when it knows nothing.</param>
/// <param name="Words">For people: what it said, or why it knows nothing.</param>
internal readonly record struct ClockAnswer(ClockQuality? Quality, string Words);
