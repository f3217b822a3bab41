namespace AutoValley.Site.Occupancy;

/// <summary>What does not change from fix to fix.</summary>
/// <param name="Kind">As <see cref="Zone.VehicleKinds"/> names it; null for unknown.</param>
/// <param name="Shape">What it covers.</param>
public sealed record VehicleDescription(string? Kind, VehicleShape Shape)
{
    /// <summary>Of a vehicle nothing is said about.</summary>
    public static VehicleDescription Unknown { get; } = new(null, VehicleShape.Default);
}
