namespace AutoValley.Site.Occupancy;

/// <summary>The rectangle a vehicle stands on.</summary>
/// <param name="Length">Metres.</param>
/// <param name="Width">Metres.</param>
/// <param name="Ahead">Metres from the reference point, the one its fixes are of, to the front bumper; the point lies on the vehicle's middle line.</param>
public readonly record struct VehicleShape(double Length, double Width, double Ahead)
{
    /// <summary>Of a vehicle nothing is said about: 5 m by 2 m, the reference point in its middle.</summary>
    public static VehicleShape Default { get; } = new(5, 2, 2.5);
}
