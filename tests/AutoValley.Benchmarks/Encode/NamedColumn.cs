using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Encode;

/// <summary>A column under a name for people.</summary>
internal sealed record NamedColumn(string Name, Values Values);
