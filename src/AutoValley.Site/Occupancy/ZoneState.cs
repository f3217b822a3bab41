namespace AutoValley.Site.Occupancy;

/// <summary>Whether a vehicle is in a zone, as far as its fixes can tell. For safety all but <see cref="Out"/> is occupied.</summary>
public enum ZoneState
{
    /// <summary>No part of it is in the zone: surely.</summary>
    Out,

    /// <summary>A part of it may be in the zone.</summary>
    Uncertain,

    /// <summary>A part of it is in the zone: surely.</summary>
    In,
}
