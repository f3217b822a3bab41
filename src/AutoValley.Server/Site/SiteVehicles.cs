using AutoValley.Site.Occupancy;
using AutoValley.Storage.Site;

namespace AutoValley.Server.Site;

/// <summary>What the tracker is told of vehicles.</summary>
internal static class SiteVehicles
{
    public static VehicleDescription DescriptionOf(SiteVehicle vehicle) => new(
        vehicle.Kind.Length > 0 ? vehicle.Kind : null,
        vehicle.Length > 0 ? new VehicleShape(vehicle.Length, vehicle.Width, vehicle.Ahead) : VehicleShape.Default);
}
