namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>Why a sentence was left out.</summary>
public enum NmeaFault
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>It has none or half of one, so nothing tells whether it came whole.</summary>
    NoChecksum,

    /// <summary>It has another one than its characters give.</summary>
    BadChecksum,

    /// <summary>More than <see cref="NmeaFramer.MaximumBytes"/>.</summary>
    TooLong,

    /// <summary>The next one begins before it ends.</summary>
    CutShort,

    /// <summary>A byte that is not printable ASCII.</summary>
    BadCharacter,

    /// <summary>The checksum is right, but a field is not what its type says, or out of range.</summary>
    BadField,
}
