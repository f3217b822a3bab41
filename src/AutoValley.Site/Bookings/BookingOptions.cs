namespace AutoValley.Site.Bookings;

/// <summary>How much can be booked.</summary>
public sealed record BookingOptions
{
    /// <summary>Bookings that are not over.</summary>
    public int MaximumBookings { get; init; } = 10_000;

    /// <summary>Zones a booking.</summary>
    public int MaximumZones { get; init; } = 1_000;

    /// <summary>Vehicles a booking.</summary>
    public int MaximumVehicles { get; init; } = 1_000;

    /// <summary>Longest booking.</summary>
    public TimeSpan MaximumLength { get; init; } = TimeSpan.FromDays(400);

    /// <summary>How long ago a booking may start when it is made: who forgot to book can do so, but nobody can rewrite yesterday.</summary>
    public TimeSpan MaximumBackdating { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest name of a person, in characters.</summary>
    public int MaximumPersonLength { get; init; } = 128;

    /// <summary>Longest purpose or note, in characters.</summary>
    public int MaximumTextLength { get; init; } = 1_000;
}
