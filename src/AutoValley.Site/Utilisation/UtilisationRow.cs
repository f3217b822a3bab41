namespace AutoValley.Site.Utilisation;

/// <summary>How a zone was used. All lengths are nanoseconds.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Parts">What it is made of, by time: every other number follows from these and the bookings.</param>
public sealed record UtilisationRow(UtilisationKey Key, IReadOnlyList<VisitPart> Parts)
{
    /// <summary>At least one vehicle was in the zone.</summary>
    public required long Occupied { get; init; }

    /// <summary>The stays of all vehicles added up: two vehicles for an hour are two hours.</summary>
    public required long VehicleTime { get; init; }

    /// <summary>Somebody had booked the zone, or what it is part of; in a row by run while it lasted, in the row without one while no run of its organisation, or its vehicle, did.</summary>
    public required long Booked { get; init; }

    /// <summary>At least one vehicle was in the zone that its organisation had booked, for this vehicle.</summary>
    public required long Used { get; init; }

    /// <summary>At least one vehicle was in the zone without a booking of its own.</summary>
    public required long Unbooked { get; init; }

    /// <summary>Visits that count here, at least in part; one that a run cuts in two counts once.</summary>
    public int Visits => Parts.DistinctBy(part => (part.Visit.Vehicle, part.Visit.Zone, part.Visit.Enter)).Count();

    /// <summary>The used share of the booked time, 0 to 1; NaN where nothing was booked.</summary>
    public double UsedShare => Booked > 0 ? (double)Used / Booked : double.NaN;
}
