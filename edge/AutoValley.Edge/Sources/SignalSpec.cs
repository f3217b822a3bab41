using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources;

/// <summary>A signal as a source knows it, before it has an id.</summary>
/// <param name="Name">VSS path or private name; see <see cref="SignalDefinition.IsName"/>.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="Unit">As VSS spells it; empty when there is none.</param>
/// <param name="Description">For people.</param>
public sealed record SignalSpec(string Name, SignalType Type, string Unit = "", string Description = "");
