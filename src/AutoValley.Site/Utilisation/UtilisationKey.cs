using AutoValley.Telemetry;

namespace AutoValley.Site.Utilisation;

/// <summary>What a row is about.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Organisation">Null where rows are not by it.</param>
/// <param name="Vehicle">Null where rows are not by it.</param>
/// <param name="Run">Null where rows are not by it, and for the time outside of all runs.</param>
/// <param name="Bucket">The time, within the range.</param>
public readonly record struct UtilisationKey(string Zone, string? Organisation, VehicleName? Vehicle, string? Run, Span Bucket);
