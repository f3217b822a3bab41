using AutoValley.Telemetry;

namespace AutoValley.Site.Occupancy;

/// <summary>
/// A vehicle's stay in a zone, for the record: judged strictly, by the reference point and the rule of <see cref="Geometry.Polygon"/>, from fixes in the order
/// of their event times.
/// </summary>
/// <param name="Vehicle">Who.</param>
/// <param name="Zone">The zone's name.</param>
/// <param name="Enter">Event time of the first fix in the zone.</param>
/// <param name="Leave">
/// Event time of the first fix that is out of it again; the last fix in it when a gap followed, or none. Null while the visit goes on.
/// </param>
/// <param name="Samples">Fixes in the zone.</param>
public sealed record Visit(VehicleName Vehicle, string Zone, long Enter, long? Leave, long Samples)
{
    /// <summary>Whether data that came late made or changed it.</summary>
    public bool IsLate { get; init; }
}
