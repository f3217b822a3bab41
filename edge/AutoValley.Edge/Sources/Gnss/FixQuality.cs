namespace AutoValley.Edge.Sources.Gnss;

/// <summary>How a position came about; the numbers are those of NMEA's GGA.</summary>
internal enum FixQuality
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>Satellites alone.</summary>
    Autonomous = 1,

    /// <summary>With differential corrections, of satellites or of a station.</summary>
    Differential = 2,

    /// <summary>Precise positioning service.</summary>
    Precise = 3,

    /// <summary>Carrier phase with whole-number ambiguities: centimetres.</summary>
    RtkFixed = 4,

    /// <summary>Carrier phase with ambiguities not yet whole numbers: decimetres.</summary>
    RtkFloat = 5,

    /// <summary>Dead reckoning.</summary>
    Estimated = 6,

    /// <summary>Typed in.</summary>
    Manual = 7,

    /// <summary>Made up by the receiver.</summary>
    Simulated = 8,

    /// <summary>A number that only its vendor knows.</summary>
    Other = 9,
}
