namespace AutoValley.Edge.Sources.Simulation;

/// <summary>What a simulated vehicle drives along.</summary>
/// <param name="Name">For errors.</param>
/// <param name="Path">Two to 200,000 positions, 50 m to 500 km in all.</param>
/// <param name="IsClosed">
/// Whether it is a lap: then the way from the last position back to the first is implied. An open route is driven to its end and,
/// after a stop, back, as a shuttle does that drives both ways.
/// </param>
public sealed record SimulationRoute(string Name, IReadOnlyList<RoutePosition> Path, bool IsClosed);
