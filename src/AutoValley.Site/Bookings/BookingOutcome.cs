namespace AutoValley.Site.Bookings;

/// <summary>What became of a wish.</summary>
public enum BookingOutcome
{
    /// <summary>There is a change to apply.</summary>
    Done,

    /// <summary>No booking that is not over has this id.</summary>
    NotFound,

    /// <summary>The organisation's name is none.</summary>
    BadOrganisation,

    /// <summary>No zone, too many, or one that the map does not have.</summary>
    BadZones,

    /// <summary>It would end before it starts or before now, start too long ago, or last too long.</summary>
    BadTimes,

    /// <summary>Too many vehicles, or one of another organisation.</summary>
    BadVehicles,

    /// <summary>The person's name is empty, too long or has control characters.</summary>
    BadPerson,

    /// <summary>Purpose or note is too long or has control characters.</summary>
    BadText,

    /// <summary>Another organisation's booking is in the way.</summary>
    Conflict,

    /// <summary>There are as many bookings as there may be.</summary>
    TooMany,
}
