using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>A vehicle the catalogue knows. One object a vehicle: compare by reference or by id.</summary>
/// <param name="Id">Key on disk, 1 or more.</param>
/// <param name="Name">organisation/vehicle.</param>
public sealed record Vehicle(int Id, VehicleName Name);
