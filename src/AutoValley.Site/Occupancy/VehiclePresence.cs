using AutoValley.Telemetry;

namespace AutoValley.Site.Occupancy;

/// <summary>What is known of one vehicle now. Immutable.</summary>
/// <param name="Vehicle">Who.</param>
/// <param name="Description">Its kind and shape.</param>
/// <param name="Fix">The newest one in order; late ones are never seen here.</param>
/// <param name="ReceiveTime">When that fix came, by the server's clock, Unix nanoseconds.</param>
public sealed record VehiclePresence(VehicleName Vehicle, VehicleDescription Description, VehicleFix Fix, long ReceiveTime)
{
    /// <summary>The zones it occupies, surely or perhaps, in the order it came into them.</summary>
    public IReadOnlyList<ZonePresence> Zones { get; init; } = [];

    /// <summary>The zones its reference point lies in, the smallest first: what the record counts.</summary>
    public IReadOnlyList<Zone> StrictZones { get; init; } = [];

    /// <summary>The land outside of the site's boundary, as if it were a zone: In when a part of the vehicle is surely there. Out where the map has no boundary.</summary>
    public ZoneState Outside { get; init; }

    /// <summary>What is in doubt.</summary>
    public VehicleDoubts Doubts { get; init; }

    /// <summary>
    /// Server's clock: when its silence became longer than the limit; null while it reports. Silence is not absence: the zones are those
    /// of the last fix, and stay until it reports again or a person clears it.
    /// </summary>
    public long? StaleSince { get; init; }

    /// <summary>Who said that it is no longer where it was last seen, after it fell silent; null if nobody. It has no zones then.</summary>
    public Clearance? Cleared { get; init; }

    /// <summary>Fixes that came late and changed nothing here.</summary>
    public long LateFixes { get; init; }

    /// <summary>
    /// Whether every fix of it came late, so that it is only shown where it last was: late data never raises nor clears an alarm about where a vehicle is.
    /// </summary>
    public bool IsLateOnly { get; init; }

    /// <summary>
    /// Nanoseconds by which the vehicle's clock is behind: its fixes have been too late by that time for so long that no spool which catches up can be the
    /// reason. Null when they have not.
    /// </summary>
    public long? ClockBehind { get; init; }

    /// <summary>Whether it fell silent and neither reported again nor was cleared.</summary>
    public bool IsStale => StaleSince is not null && Cleared is null;

    /// <summary>Whether the vehicle's clock is in doubt.</summary>
    public bool IsClockBad => Doubts.HasFlag(VehicleDoubts.Clock);

    /// <summary>Whether the accuracy is beyond its limit.</summary>
    public bool IsAccuracyBad => Doubts.HasFlag(VehicleDoubts.Accuracy);

    /// <summary>Its state in a zone.</summary>
    public ZoneState In(Zone zone) => Zones.FirstOrDefault(presence => presence.Zone.Name == zone.Name).State;
}
