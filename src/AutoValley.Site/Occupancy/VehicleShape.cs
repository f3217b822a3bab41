namespace AutoValley.Site.Occupancy;

/// <summary>The rectangle a vehicle stands on.</summary>
/// <param name="Length">Metres.</param>
/// <param name="Width">Metres.</param>
/// <param name="Ahead">Metres from the reference point, the one its fixes are of, to the front bumper; the point lies on the vehicle's middle line.</param>
public readonly record struct VehicleShape(double Length, double Width, double Ahead)
{
    /// <summary>Metres; the longest road trains have 25.25.</summary>
    public const double MaximumLength = 30;

    /// <summary>Metres.</summary>
    public const double MaximumWidth = 10;

    /// <summary>Of a vehicle nothing is said about: 5 m by 2 m, the reference point in its middle.</summary>
    public static VehicleShape Default { get; } = new(5, 2, 2.5);

    /// <summary>Whether length and width are above 0 and within their limits, and the reference point lies on the vehicle.</summary>
    public bool IsPossible => Length is > 0 and <= MaximumLength && Width is > 0 and <= MaximumWidth && Ahead >= 0 && Ahead <= Length;

    /// <summary>Metres from the reference point to the farthest corner.</summary>
    internal double Reach => double.Hypot(Math.Max(Ahead, Length - Ahead), Width / 2);
}
