namespace AutoValley.Site.Occupancy;

/// <summary>What is in doubt about a vehicle. While its clock or accuracy is, it is uncertain in every zone it is in or near.</summary>
[Flags]
public enum VehicleDoubts
{
    /// <summary>Nothing is in doubt.</summary>
    None = 0,

    /// <summary>Its clock is off by more than the limit, or its fix is of the future.</summary>
    Clock = 1,

    /// <summary>Its fix is less accurate than the limit.</summary>
    Accuracy = 2,

    /// <summary>It may be in more zones than are kept for a vehicle.</summary>
    TooManyZones = 4,
}
