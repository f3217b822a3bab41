namespace AutoValley.Benchmarks.Influx;

/// <summary>What a round took.</summary>
/// <param name="Bytes">Of the bodies.</param>
/// <param name="Acknowledged">Until the last answer.</param>
/// <param name="AcknowledgedCpu">Of the store's process until then.</param>
/// <param name="SettledCpu">Until it was in its place on disk, or at least in answers.</param>
internal readonly record struct InResult(long Bytes, TimeSpan Acknowledged, TimeSpan AcknowledgedCpu, TimeSpan SettledCpu);
