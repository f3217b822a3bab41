using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>A straight piece of a zone's outline.</summary>
internal readonly record struct ZoneEdge(LocalPosition From, LocalPosition To, int Rank);
