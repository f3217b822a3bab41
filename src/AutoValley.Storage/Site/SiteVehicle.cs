using AutoValley.Telemetry;

namespace AutoValley.Storage.Site;

/// <summary>What a vehicle is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">As zones name it; empty for none.</param>
/// <param name="Length">Metres; 0 for the usual shape.</param>
/// <param name="Width">Metres.</param>
/// <param name="Ahead">Metres from the reference point to the front bumper.</param>
public sealed record SiteVehicle(VehicleName Name, string Kind, double Length, double Width, double Ahead);
