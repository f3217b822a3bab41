namespace AutoValley.Site.Alarms;

/// <summary>What an alarm is about.</summary>
public enum AlarmKind
{
    /// <summary>More vehicles in a zone than it may hold.</summary>
    OverCapacity = 1,

    /// <summary>A vehicle in a zone that its organisation has not booked, while bookings are asked for.</summary>
    NotBooked = 2,

    /// <summary>A vehicle in a zone that another organisation has for itself.</summary>
    ExclusiveViolated = 3,

    /// <summary>A vehicle off the site.</summary>
    OutsideSite = 4,

    /// <summary>A vehicle that drives against a zone's direction.</summary>
    WrongWay = 5,

    /// <summary>A vehicle above a zone's speed limit.</summary>
    OverSpeed = 6,

    /// <summary>A vehicle that stands where vehicles drive.</summary>
    Stopped = 7,

    /// <summary>Two vehicles nearer to each other than they may be.</summary>
    TooClose = 8,

    /// <summary>Two vehicles that will touch soon if both go on as they do.</summary>
    CollisionCourse = 9,

    /// <summary>A vehicle in a zone that stopped reporting.</summary>
    Silent = 10,

    /// <summary>A vehicle whose clock is too far off to say when it was where.</summary>
    ClockBad = 11,

    /// <summary>A vehicle whose position is too uncertain to say where it is.</summary>
    AccuracyBad = 12,

    /// <summary>A vehicle of a kind that may not be in the zone.</summary>
    WrongVehicleKind = 13,
}
