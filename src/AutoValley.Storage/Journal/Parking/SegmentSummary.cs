namespace AutoValley.Storage.Journal.Parking;

/// <summary>What the header of an index says of its segment.</summary>
internal sealed record SegmentSummary
{
    /// <summary>Position of the first record.</summary>
    public required long FirstPosition { get; init; }

    /// <summary>Length of the segment's file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Records, one or more.</summary>
    public required int Count { get; init; }

    /// <summary>Check sum of the first record.</summary>
    public required uint FirstCheck { get; init; }

    /// <summary>Check sum of the last record.</summary>
    public required uint LastCheck { get; init; }

    /// <summary>CRC-32C over the check sums of all records, one after the other.</summary>
    public required uint Digest { get; init; }

    /// <summary>Receive time of the first record, Unix nanoseconds.</summary>
    public required long ReceiveTime { get; init; }

    /// <summary>From the earliest sample to the latest.</summary>
    public required TimeSpread Times { get; init; }

    /// <summary>Where the last record begins.</summary>
    public required uint LastPlace { get; init; }

    /// <summary>Position of the last record.</summary>
    public long LastPosition => FirstPosition + Count - 1;
}
