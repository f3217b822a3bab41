namespace AutoValley.Edge.Sources.Running;

/// <summary>How a source is, and what it gave since it was started first.</summary>
/// <param name="Name">Of <see cref="ISampleSource.Name"/>.</param>
/// <param name="State">What it is at.</param>
/// <param name="Reason">Why it waits or failed; of a running one, why the last thing of its input was lost or refused. Null when nothing was.</param>
/// <param name="Samples">Taken by the sink.</param>
/// <param name="Silence">Since the last of them; null when there was none.</param>
/// <param name="Counts">What it counts besides.</param>
public sealed record SourceReport(string Name, SourceState State, string? Reason, long Samples, TimeSpan? Silence, IReadOnlyList<SourceCount> Counts);
