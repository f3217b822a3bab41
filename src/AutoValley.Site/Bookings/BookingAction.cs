namespace AutoValley.Site.Bookings;

/// <summary>What a person did with a booking.</summary>
public enum BookingAction
{
    /// <summary>Made it.</summary>
    Create = 1,

    /// <summary>Gave it other zones, times or vehicles.</summary>
    Change = 2,

    /// <summary>Cancelled it.</summary>
    Cancel = 3,
}
