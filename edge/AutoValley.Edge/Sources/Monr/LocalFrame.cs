namespace AutoValley.Edge.Sources.Monr;

/// <summary>
/// The local test frame of a proving ground: x, y and z in metres on a plane that touches the WGS 84 ellipsoid at the origin, z up. The x axis points
/// <see cref="Rotation"/> degrees counter-clockwise of east, y is left of it.
/// </summary>
internal sealed class LocalFrame
{
    private const double EquatorialRadius = 6_378_137;
    private const double Flattening = 1 / 298.257223563;
    private const double SquaredEccentricity = Flattening * (2 - Flattening);

    private readonly (double X, double Y, double Z) origin;
    private readonly (double Sin, double Cos) latitude;
    private readonly (double Sin, double Cos) longitude;
    private readonly (double Sin, double Cos) turn;

    /// <param name="latitude">Of the origin, degrees.</param>
    /// <param name="longitude">Of the origin, degrees.</param>
    /// <param name="altitude">Of the origin, metres above the ellipsoid.</param>
    /// <param name="rotation">Degrees.</param>
    public LocalFrame(double latitude, double longitude, double altitude, double rotation)
    {
        this.latitude = Math.SinCos(double.DegreesToRadians(latitude));
        this.longitude = Math.SinCos(double.DegreesToRadians(longitude));
        turn = Math.SinCos(double.DegreesToRadians(rotation));
        Rotation = rotation;
        var normal = Normal(this.latitude.Sin);
        origin = ((normal + altitude) * this.latitude.Cos * this.longitude.Cos, (normal + altitude) * this.latitude.Cos * this.longitude.Sin,
            ((normal * (1 - SquaredEccentricity)) + altitude) * this.latitude.Sin);
    }

    /// <summary>Degrees from east to the x axis, counter-clockwise.</summary>
    public double Rotation { get; }

    /// <summary>Degrees, degrees and metres above the ellipsoid of a place in the frame, metres.</summary>
    public (double Latitude, double Longitude, double Altitude) ToGeodetic(double x, double y, double z)
    {
        var east = (x * turn.Cos) - (y * turn.Sin);
        var north = (x * turn.Sin) + (y * turn.Cos);
        var outward = (latitude.Cos * z) - (latitude.Sin * north);
        return Geodetic(
            origin.X + (longitude.Cos * outward) - (longitude.Sin * east),
            origin.Y + (longitude.Sin * outward) + (longitude.Cos * east),
            origin.Z + (latitude.Sin * z) + (latitude.Cos * north));
    }

    /// <summary>Degrees clockwise from north, 0 to below 360, of a direction in the frame, degrees counter-clockwise from x.</summary>
    public double ToHeading(double yaw)
    {
        var heading = (90 - Rotation - yaw) % 360;
        return heading < 0 ? heading + 360 : heading;
    }

    private static double Normal(double sine) => EquatorialRadius / Math.Sqrt(1 - (SquaredEccentricity * sine * sine));

    // Fixed-point iteration on the latitude; near the ground it gains more than two digits a step.
    private static (double Latitude, double Longitude, double Altitude) Geodetic(double x, double y, double z)
    {
        var fromAxis = Math.Sqrt((x * x) + (y * y));
        var latitude = Math.Atan2(z, fromAxis * (1 - SquaredEccentricity));
        for (var step = 0; step < 5; step++)
        {
            var sine = Math.Sin(latitude);
            latitude = Math.Atan2(z + (SquaredEccentricity * Normal(sine) * sine), fromAxis);
        }
        var (sin, cos) = Math.SinCos(latitude);
        var altitude = (fromAxis * cos) + (z * sin) - (EquatorialRadius * Math.Sqrt(1 - (SquaredEccentricity * sin * sin)));
        return (double.RadiansToDegrees(latitude), double.RadiansToDegrees(Math.Atan2(y, x)), altitude);
    }
}
