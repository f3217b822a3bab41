namespace AutoValley.Storage;

/// <summary>Sealed samples do not fit their check sum. Whatever needs them fails, rather than answer without them or with wrong ones.</summary>
public sealed class DamagedChunkException : StoreException
{
    /// <param name="day">The UTC day whose file holds them, 2026-11-22.</param>
    /// <param name="series">Whose samples.</param>
    /// <param name="chunk">Their number within the file.</param>
    /// <param name="range">From the first of them to the last, which is included.</param>
    /// <param name="reason">What does not fit.</param>
    /// <param name="inner">Where that showed.</param>
    public DamagedChunkException(string day, Series series, long chunk, (long First, long Last) range, string reason, Exception? inner = null)
        : base(
            $"{day}: chunk {chunk} of {series.Vehicle.Name} {series.Name}, times {range.First} to {range.Last}, is damaged: {reason}", inner) =>
        (Day, Series, Chunk, First, Last) = (day, series, chunk, range.First, range.Last);

    /// <summary>The UTC day whose file holds it, 2026-11-22.</summary>
    public string Day { get; }

    /// <summary>Whose samples.</summary>
    public Series Series { get; }

    /// <summary>Its number within the file.</summary>
    public long Chunk { get; }

    /// <summary>Time of its first sample, Unix nanoseconds.</summary>
    public long First { get; }

    /// <summary>Time of its last sample, Unix nanoseconds.</summary>
    public long Last { get; }
}
