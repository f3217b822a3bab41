namespace AutoValley.Site.Geometry;

/// <summary>WGS84 (NIMA TR8350.2, table 3.1). GRS80 differs from it by 0.1 mm at the pole.</summary>
internal static class Ellipsoid
{
    /// <summary>Metres.</summary>
    public const double EquatorialRadius = 6_378_137;

    public const double Flattening = 1 / 298.257223563;

    public const double SquaredEccentricity = Flattening * (2 - Flattening);

    /// <summary>The third flattening, n.</summary>
    public const double ThirdFlattening = Flattening / (2 - Flattening);

    /// <summary>Radius of curvature in the prime vertical, metres.</summary>
    public static double PrimeVertical(double sineOfLatitude) =>
        EquatorialRadius / Math.Sqrt(1 - (SquaredEccentricity * sineOfLatitude * sineOfLatitude));

    /// <summary>Radius of curvature in the meridian, metres.</summary>
    public static double Meridian(double sineOfLatitude)
    {
        var ratio = PrimeVertical(sineOfLatitude) / EquatorialRadius;
        return EquatorialRadius * (1 - SquaredEccentricity) * ratio * ratio * ratio;
    }
}
