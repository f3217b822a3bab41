namespace AutoValley.Site.Geometry;

/// <summary>
/// WGS84 to a local plane in metres and back: equirectangular with the ellipsoid's two radii of curvature at the origin.
/// <para>
/// Being affine in latitude and longitude it keeps the straight edges of GeoJSON straight (RFC 7946 section 3.1.1), so containment
/// is exact. Distances are not: east-west ones n metres north of the origin are off by n·tan(latitude)/6,371 km, which is
/// less than 0.06 % within 2 km of the origin at latitudes up to 60°.
/// </para>
/// </summary>
public sealed class LocalProjection
{
    private readonly double metresPerLatitude;
    private readonly double metresPerLongitude;

    /// <param name="origin">Becomes (0, 0). Use the middle of what is projected.</param>
    public LocalProjection(Position origin)
    {
        Origin = origin;
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(origin.Latitude));
        metresPerLatitude = double.DegreesToRadians(Ellipsoid.Meridian(sine));
        metresPerLongitude = double.DegreesToRadians(Ellipsoid.PrimeVertical(sine) * cosine);
    }

    /// <summary>What lies at (0, 0).</summary>
    public Position Origin { get; }

    /// <summary>Into the plane. A longitude is taken the short way round the Earth.</summary>
    public LocalPosition Project(double latitude, double longitude) => new(
        Math.IEEERemainder(longitude - Origin.Longitude, 360) * metresPerLongitude,
        (latitude - Origin.Latitude) * metresPerLatitude);

    /// <summary>Out of the plane again; the altitude is 0.</summary>
    public Position Unproject(LocalPosition place) => new(
        Origin.Latitude + (place.North / metresPerLatitude),
        Math.IEEERemainder(Origin.Longitude + (place.East / metresPerLongitude), 360));
}
