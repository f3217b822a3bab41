namespace AutoValley.Site.Geometry;

/// <summary>
/// Transverse Mercator on WGS84 by Krüger's series in the third flattening to the fourth order, as given by Karney, "Transverse Mercator with
/// an accuracy of a few nanometers", J. Geodesy 85 (2011), equations 7 to 12, 35 and 36. Within 4,000 km of the central meridian
/// the terms left out are below a micrometre.
/// </summary>
public sealed class TransverseMercator : IPlaneProjection
{
    private const double N = Ellipsoid.ThirdFlattening;
    private const double RectifyingRadius = Ellipsoid.EquatorialRadius / (1 + N) * (1 + (N * N / 4) + (N * N * N * N / 64));

    private static readonly double Eccentricity = Math.Sqrt(Ellipsoid.SquaredEccentricity);

    private static readonly double[] Forward =
    [
        (N / 2) - (2.0 / 3 * N * N) + (5.0 / 16 * N * N * N) + (41.0 / 180 * N * N * N * N),
        (13.0 / 48 * N * N) - (3.0 / 5 * N * N * N) + (557.0 / 1440 * N * N * N * N),
        (61.0 / 240 * N * N * N) - (103.0 / 140 * N * N * N * N),
        49561.0 / 161280 * N * N * N * N,
    ];

    private static readonly double[] Inverse =
    [
        (N / 2) - (2.0 / 3 * N * N) + (37.0 / 96 * N * N * N) - (1.0 / 360 * N * N * N * N),
        (1.0 / 48 * N * N) + (1.0 / 15 * N * N * N) - (437.0 / 1440 * N * N * N * N),
        (17.0 / 480 * N * N * N) - (37.0 / 840 * N * N * N * N),
        4397.0 / 161280 * N * N * N * N,
    ];

    // A zone of UTM with its overlap at the equator, and the way from there to 84° north.
    private const double MaximumEast = 400_000;
    private const double MaximumNorth = 9_400_000;

    private readonly double centralMeridian;
    private readonly double radius;
    private readonly LocalPosition offset;

    /// <param name="origin">On the central meridian; becomes the false place.</param>
    /// <param name="scale">On the central meridian.</param>
    /// <param name="falsePlace">What the origin is called in the plane, metres.</param>
    public TransverseMercator(Position origin, double scale = 1, LocalPosition falsePlace = default)
    {
        centralMeridian = origin.Longitude;
        radius = scale * RectifyingRadius;
        var (north, _) = Sum(Forward, Math.Atan(Conformal(Math.Tan(double.DegreesToRadians(origin.Latitude)))), 0, 1);
        offset = new LocalPosition(falsePlace.East, falsePlace.North - (radius * north));
    }

    /// <summary>Universal Transverse Mercator.</summary>
    /// <param name="zone">1 to 60.</param>
    /// <param name="south">Whether it is that of the southern hemisphere.</param>
    public static TransverseMercator Utm(int zone, bool south) =>
        new(new Position(0, CentralMeridian(zone)), 0.9996, new LocalPosition(500_000, south ? 10_000_000 : 0));

    /// <summary>Degrees of longitude in the middle of a zone of UTM.</summary>
    public static double CentralMeridian(int zone) => (6 * zone) - 183;

    /// <inheritdoc/>
    public LocalPosition Project(double latitude, double longitude)
    {
        var tangent = Conformal(Math.Tan(double.DegreesToRadians(latitude)));
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(Math.IEEERemainder(longitude - centralMeridian, 360)));
        var (north, east) = Sum(Forward, Math.Atan2(tangent, cosine), Math.Asinh(sine / double.Hypot(tangent, cosine)), 1);
        return new LocalPosition((radius * east) + offset.East, (radius * north) + offset.North);
    }

    /// <inheritdoc/>
    public Position Unproject(LocalPosition place)
    {
        var (north, east) = Sum(Inverse, (place.North - offset.North) / radius, (place.East - offset.East) / radius, -1);
        var tangent = Math.Sin(north) / double.Hypot(Math.Sinh(east), Math.Cos(north));
        var longitude = double.RadiansToDegrees(Math.Atan2(Math.Sinh(east), Math.Cos(north)));
        return new Position(
            double.RadiansToDegrees(Math.Atan(Geodetic(tangent))), Math.IEEERemainder(centralMeridian + longitude, 360));
    }

    /// <inheritdoc/>
    public bool Covers(LocalPosition place) =>
        Math.Abs(place.East - offset.East) <= MaximumEast && Math.Abs(place.North - offset.North) <= MaximumNorth;

    private static (double North, double East) Sum(double[] terms, double north, double east, int sign)
    {
        var (sumNorth, sumEast) = (north, east);
        for (var i = 0; i < terms.Length; i++)
        {
            var order = 2 * (i + 1);
            var (sine, cosine) = Math.SinCos(order * north);
            sumNorth += sign * terms[i] * sine * Math.Cosh(order * east);
            sumEast += sign * terms[i] * cosine * Math.Sinh(order * east);
        }
        return (sumNorth, sumEast);
    }

    // Tangents of latitudes, Karney's equations 7 to 9.
    private static double Conformal(double tangent)
    {
        var secant = double.Hypot(1, tangent);
        var sigma = Math.Sinh(Eccentricity * Math.Atanh(Eccentricity * tangent / secant));
        return (tangent * double.Hypot(1, sigma)) - (sigma * secant);
    }

    // Newton's method, Karney's equations 19 to 21; two steps reach the last bit.
    private static double Geodetic(double conformal)
    {
        const double Rest = 1 - Ellipsoid.SquaredEccentricity;
        var tangent = conformal;
        for (var i = 0; i < 4; i++)
        {
            var reached = Conformal(tangent);
            tangent += (conformal - reached) / double.Hypot(1, reached)
                * (1 + (Rest * tangent * tangent)) / (Rest * double.Hypot(1, tangent));
        }
        return tangent;
    }
}
