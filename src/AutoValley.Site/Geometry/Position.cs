namespace AutoValley.Site.Geometry;

/// <summary>A place on the Earth, WGS84.</summary>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
/// <param name="Altitude">Metres; 0 where the map has none.</param>
public readonly record struct Position(double Latitude, double Longitude, double Altitude = 0)
{
    /// <summary>Whether both are the same place but for their altitude.</summary>
    public bool IsSamePlaceAs(Position other) => Latitude == other.Latitude && Longitude == other.Longitude;
}
