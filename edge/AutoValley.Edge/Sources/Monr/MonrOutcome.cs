namespace AutoValley.Edge.Sources.Monr;

/// <summary>What became of one message of ISO 22133.</summary>
internal enum MonrOutcome
{
    /// <summary>A monitor message.</summary>
    Taken,

    /// <summary>A message of another kind, such as a heartbeat.</summary>
    OtherKind,

    /// <summary>The packet ends before the message does.</summary>
    Truncated,

    /// <summary>It does not begin with the sync word.</summary>
    NoSync,

    /// <summary>Of a version of the protocol that is not known.</summary>
    UnknownVersion,

    /// <summary>The checksum is another.</summary>
    WrongChecksum,

    /// <summary>The lengths of its values contradict each other, or the monitor's values are missing.</summary>
    Malformed,
}
