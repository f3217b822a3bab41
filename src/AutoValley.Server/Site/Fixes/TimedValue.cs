namespace AutoValley.Server.Site.Fixes;

/// <summary>A value and when it was so, Unix nanoseconds.</summary>
internal readonly record struct TimedValue(long Time, double Value)
{
    /// <summary>Nothing was told yet.</summary>
    public static readonly TimedValue None = new(long.MinValue, double.NaN);
}
