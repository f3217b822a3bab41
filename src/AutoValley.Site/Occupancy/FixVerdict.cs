namespace AutoValley.Site.Occupancy;

/// <summary>What became of a fix.</summary>
public enum FixVerdict
{
    /// <summary>It is the vehicle's newest.</summary>
    Taken,

    /// <summary>Not newer than the vehicle's newest, or older on arrival than the limit: for the record only.</summary>
    Late,

    /// <summary>Its place is no number.</summary>
    NotFinite,

    /// <summary>Farther from the map than the limit.</summary>
    FarAway,

    /// <summary>Farther from the fix before than a vehicle can go; the next one that fits to it is taken.</summary>
    Jump,

    /// <summary>One vehicle more than the limit.</summary>
    TooManyVehicles,
}
