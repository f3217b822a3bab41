namespace AutoValley.Server.Site.Fixes;

/// <summary>What a signal tells of a vehicle's place.</summary>
internal enum FixRole
{
    /// <summary>Degrees, WGS84.</summary>
    Latitude,

    /// <summary>Degrees, WGS84.</summary>
    Longitude,

    /// <summary>Degrees from north, clockwise.</summary>
    Heading,

    /// <summary>km/h.</summary>
    Speed,

    /// <summary>Metres, a standard deviation of the place.</summary>
    Accuracy,
}
