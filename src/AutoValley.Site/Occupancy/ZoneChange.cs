namespace AutoValley.Site.Occupancy;

/// <summary>A vehicle's state in a zone became another.</summary>
public readonly record struct ZoneChange(Zone Zone, ZoneState From, ZoneState To);
