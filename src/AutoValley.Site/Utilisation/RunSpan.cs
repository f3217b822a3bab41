using AutoValley.Telemetry;

namespace AutoValley.Site.Utilisation;

/// <summary>A run, as far as a report needs to know it.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Vehicles">Whose.</param>
/// <param name="Time">From its start to its stop; to the far future while it is open.</param>
public sealed record RunSpan(string Name, IReadOnlyList<VehicleName> Vehicles, Span Time);
