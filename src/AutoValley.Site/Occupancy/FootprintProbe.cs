using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>A place of a vehicle.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Depth">Metres to the vehicle's outline.</param>
internal readonly record struct FootprintProbe(LocalPosition Place, double Depth);
