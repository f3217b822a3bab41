namespace AutoValley.Edge.Sources.Simulation;

/// <summary>A position of a route, WGS84.</summary>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Altitude">Metres.</param>
/// <param name="SpeedLimit">km/h from here to the next position; above 0.</param>
public readonly record struct RoutePosition(
    double Latitude, double Longitude, double Altitude = 0, double SpeedLimit = double.PositiveInfinity);
