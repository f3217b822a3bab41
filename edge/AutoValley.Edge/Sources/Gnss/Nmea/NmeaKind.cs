namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>The sentences that are read; named as NMEA 0183 names them.</summary>
internal enum NmeaKind
{
    /// <summary>Proprietary, of no satellite receiver, or of no use here.</summary>
    Other,

    /// <summary>Time, position, fix quality.</summary>
    Gga,

    /// <summary>Time, date, position, speed and course.</summary>
    Rmc,

    /// <summary>Fix mode and dilution of precision.</summary>
    Gsa,

    /// <summary>Satellites in view.</summary>
    Gsv,

    /// <summary>Speed and course.</summary>
    Vtg,

    /// <summary>Time and date.</summary>
    Zda,

    /// <summary>Standard deviations.</summary>
    Gst,

    /// <summary>Position and time.</summary>
    Gll,
}
