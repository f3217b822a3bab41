using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources;

/// <summary>Signals that share their time stamps, with the ids they have in this session.</summary>
/// <param name="Id">Small and dense, from 0.</param>
/// <param name="Signals">At least one.</param>
public sealed record SignalGroup(int Id, IReadOnlyList<SignalDefinition> Signals);
