namespace AutoValley.Storage.Site;

/// <summary>Which bookings are asked for.</summary>
public sealed record BookingQuestion
{
    /// <summary>Empty for all.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>Only those that end after this, Unix nanoseconds.</summary>
    public long From { get; init; } = long.MinValue;

    /// <summary>Only those that start before this, Unix nanoseconds.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Cancelled ones too.</summary>
    public bool WithCancelled { get; init; }

    /// <summary>Start and id of the booking that the last answer ended with; null for the first ones.</summary>
    public (long From, long Id)? After { get; init; }

    /// <summary>At most.</summary>
    public int Limit { get; init; } = 1_000;
}
