using AutoValley.Site.Geometry;

namespace AutoValley.Site.GeoJson;

/// <summary>A ring before the map's projection is known.</summary>
internal sealed record DegreeRing(List<Position> Positions, bool IsHole);
