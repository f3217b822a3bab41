namespace AutoValley.Server.Query.Search.Spans;

/// <summary>The sample whose value holds until the next.</summary>
/// <param name="Time">Unix nanoseconds.</param>
/// <param name="Passes">Whether it passes the test; null when it was not read.</param>
internal readonly record struct HeldSample(long Time, bool? Passes);
