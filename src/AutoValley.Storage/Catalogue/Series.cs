using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>
/// A signal of a vehicle over all its sessions. Name and type make it: a signal whose type changed is two series of one name.
/// </summary>
/// <param name="Id">Key on disk, 1 or more.</param>
/// <param name="Vehicle">Whose.</param>
/// <param name="Name">The signal's name.</param>
/// <param name="Type">The type of all its values.</param>
/// <param name="Unit">As declared last.</param>
/// <param name="Description">As declared last.</param>
public sealed record Series(int Id, Vehicle Vehicle, string Name, SignalType Type, string Unit, string Description);
