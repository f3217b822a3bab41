namespace AutoValley.Site.Occupancy;

/// <summary>What became of all fixes since the tracker began.</summary>
public sealed class OccupancyCounts
{
    private readonly long[] verdicts = new long[Enum.GetValues<FixVerdict>().Length];

    /// <summary>Taken fixes that lay in, or near, more zones than are kept for a vehicle.</summary>
    public long TooManyZones { get; internal set; }

    /// <summary>Descriptions of vehicles beyond the limit, that were not kept.</summary>
    public long TooManyDescriptions { get; internal set; }

    /// <summary>Fixes of a verdict.</summary>
    public long this[FixVerdict verdict]
    {
        get => verdicts[(int)verdict];
        internal set => verdicts[(int)verdict] = value;
    }
}
