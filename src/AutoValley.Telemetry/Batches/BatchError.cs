namespace AutoValley.Telemetry.Batches;

/// <summary>Why a batch was refused: one member a place of failure.</summary>
public enum BatchError
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>No protobuf of this shape, a value named twice, or a text that is not UTF-8.</summary>
    Malformed,

    /// <summary>It does not end with its check sum.</summary>
    ChecksumMissing,

    /// <summary>Its check sum is not that of its bytes.</summary>
    Checksum,

    /// <summary>It is larger than <see cref="BatchLimits"/> allow.</summary>
    Limit,

    /// <summary>Its session is not 16 bytes.</summary>
    Session,

    /// <summary>Its number is not 1 or more.</summary>
    Sequence,

    /// <summary>A column names signal 0 or one beyond 32 bits.</summary>
    Signal,

    /// <summary>A column names a time base that is not there.</summary>
    TimeBase,

    /// <summary>A column has another number of values than its time base has times.</summary>
    Count,

    /// <summary>Encoded bytes begin with no header of the column codec, or with that of another kind.</summary>
    Encoding,
}

/// <summary>Names of <see cref="BatchError"/> for dead letters and counters.</summary>
public static class BatchErrors
{
    private static readonly string[] Reasons =
        ["none", "malformed", "checksum_missing", "checksum", "limit", "session", "sequence", "signal", "time_base", "count", "encoding"];

    /// <summary>One lower-case word.</summary>
    public static string ToReason(this BatchError error) => Reasons[(int)error];
}
