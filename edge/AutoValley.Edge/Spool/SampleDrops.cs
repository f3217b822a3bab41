namespace AutoValley.Edge.Spool;

/// <summary>Samples that were lost on the vehicle, by cause. The server sees them as holes in a session's batch numbers.</summary>
public sealed record SampleDrops
{
    /// <summary>Oldest batches that made room in a full spool before they were acknowledged; those under way may have arrived.</summary>
    public long SpoolFull { get; init; }

    /// <summary>Oldest batches that made room on a disk that was full of other things.</summary>
    public long DiskFull { get; init; }

    /// <summary>Batches that waited longer than the spool keeps them.</summary>
    public long TooOld { get; init; }

    /// <summary>Oldest batches in memory that made room for newer ones while the disk took none, or were left there at the agent's end.</summary>
    public long Memory { get; init; }

    /// <summary>Batches that could not be read back from the disk.</summary>
    public long Disk { get; init; }

    /// <summary>Samples of no batch yet, or of batches in memory, that died with the agent before this one: it was killed, or failed.</summary>
    public long Killed { get; init; }

    /// <summary>Batches that the server refused for good.</summary>
    public long Refused { get; init; }

    /// <summary>Each cause in words, as statuses name it.</summary>
    public IReadOnlyList<(string Cause, long Samples)> ByCause =>
    [
        ("spool full", SpoolFull), ("disk full", DiskFull), ("too old", TooOld), ("memory full", Memory), ("unreadable", Disk), ("refused", Refused), ("agent killed", Killed),
    ];

    /// <summary>Both together.</summary>
    public static SampleDrops operator +(SampleDrops one, SampleDrops other) => new()
    {
        SpoolFull = one.SpoolFull + other.SpoolFull,
        DiskFull = one.DiskFull + other.DiskFull,
        TooOld = one.TooOld + other.TooOld,
        Memory = one.Memory + other.Memory,
        Disk = one.Disk + other.Disk,
        Refused = one.Refused + other.Refused,
        Killed = one.Killed + other.Killed,
    };

    /// <summary>All of them.</summary>
    public long Total => ByCause.Sum(cause => cause.Samples);
}
