namespace AutoValley.Storage.Maintenance;

/// <summary>What one series takes in all days.</summary>
/// <param name="Series">Whose; null when the catalogue does not know it, as after damage.</param>
/// <param name="Samples">Sealed samples.</param>
/// <param name="ValueBytes">Stored bytes of its values, with their statistics.</param>
/// <param name="TimeBytes">Its share of the stored times: series that share a column of times bear it in equal parts.</param>
/// <param name="Chunks">How many chunks.</param>
/// <param name="First">Time of its first sample, Unix nanoseconds.</param>
/// <param name="Last">Time of its last sample, Unix nanoseconds.</param>
public sealed record SeriesUsage(Series? Series, long Samples, long ValueBytes, double TimeBytes, long Chunks, long First, long Last)
{
    /// <summary>The two of one series taken together.</summary>
    public SeriesUsage Plus(SeriesUsage other) => new(
        Series, Samples + other.Samples, ValueBytes + other.ValueBytes, TimeBytes + other.TimeBytes, Chunks + other.Chunks,
        Math.Min(First, other.First), Math.Max(Last, other.Last));
}
