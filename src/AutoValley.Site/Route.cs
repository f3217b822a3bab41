using AutoValley.Site.Geometry;

namespace AutoValley.Site;

/// <summary>A line along which vehicles drive.</summary>
/// <param name="Name">Unique among the map's routes.</param>
/// <param name="Path">At least two positions, each once: when closed, the way from the last back to the first is implied.</param>
/// <param name="IsClosed">Whether it is a lap.</param>
public sealed record Route(string Name, IReadOnlyList<Position> Path, bool IsClosed);
