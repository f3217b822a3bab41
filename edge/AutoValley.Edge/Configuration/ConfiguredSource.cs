using AutoValley.Edge.Sources;

namespace AutoValley.Edge.Configuration;

/// <summary>A source of the configuration.</summary>
/// <param name="Origin">What it was made of (<see cref="Configuration.Origin"/>), its mapping included.</param>
/// <param name="Source">With its mapping around it.</param>
internal sealed record ConfiguredSource(string Origin, ISampleSource Source);
