namespace AutoValley.Server.Site.Fixes;

/// <summary>A vehicle's place at a time, as it was told.</summary>
/// <param name="Time">Event time, Unix nanoseconds.</param>
/// <param name="Latitude">Degrees, WGS84.</param>
/// <param name="Longitude">Degrees, WGS84.</param>
/// <param name="Heading">Degrees from north, clockwise; NaN for unknown.</param>
/// <param name="Speed">km/h; NaN for unknown.</param>
/// <param name="Accuracy">As the signal says; NaN for unknown.</param>
internal readonly record struct PlacedFix(long Time, double Latitude, double Longitude, double Heading, double Speed, double Accuracy);
