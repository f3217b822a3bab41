namespace AutoValley.Site.Geometry;

/// <summary>
/// The local tangent plane at a position of WGS84's surface: east and north of ENU, for places on the ellipsoid.
/// PROJ calls it ellipsoidal orthographic (<c>+proj=ortho</c>; IOGP 373-7-2, method 9840).
/// </summary>
public sealed class TangentPlane(Position origin, LocalPosition falsePlace = default) : IPlaneProjection
{
    private const double MaximumDistance = 50_000;

    private readonly (double Sin, double Cos) at = Math.SinCos(double.DegreesToRadians(origin.Latitude));

    /// <inheritdoc/>
    public LocalPosition Project(double latitude, double longitude)
    {
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(latitude));
        var (east, towards) = Math.SinCos(double.DegreesToRadians(Math.IEEERemainder(longitude - origin.Longitude, 360)));
        var radius = Ellipsoid.PrimeVertical(sine);
        var north = (radius * ((sine * at.Cos) - (cosine * at.Sin * towards)))
            + (Ellipsoid.SquaredEccentricity * ((Ellipsoid.PrimeVertical(at.Sin) * at.Sin) - (radius * sine)) * at.Cos);
        return new LocalPosition((radius * cosine * east) + falsePlace.East, north + falsePlace.North);
    }

    /// <inheritdoc/>
    public Position Unproject(LocalPosition place)
    {
        // A fixed point: the plane's error, taken for one on the ground. It shrinks by the square of distance over radius each time.
        var position = origin;
        for (var i = 0; i < 12; i++)
        {
            var (sine, cosine) = Math.SinCos(double.DegreesToRadians(position.Latitude));
            var reached = Project(position.Latitude, position.Longitude);
            position = new Position(
                position.Latitude + double.RadiansToDegrees((place.North - reached.North) / Ellipsoid.Meridian(sine)),
                position.Longitude + double.RadiansToDegrees((place.East - reached.East) / (Ellipsoid.PrimeVertical(sine) * cosine)));
        }
        return position;
    }

    /// <inheritdoc/>
    public bool Covers(LocalPosition place) => place.DistanceTo(falsePlace) <= MaximumDistance;
}
