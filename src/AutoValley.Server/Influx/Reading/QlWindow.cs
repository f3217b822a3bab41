using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Intervals of time, from the epoch on and shifted from it; or all of time as one.</summary>
/// <param name="every">Length, nanoseconds; null for one interval.</param>
/// <param name="offset">Shift, nanoseconds.</param>
internal readonly struct QlWindow(long? every, long offset)
{
    /// <summary>Whether there is more than one.</summary>
    public bool IsCut => every is not null;

    /// <summary>Start of the interval that a time is in; of the only one 0.</summary>
    public long StartOf(long time) => every is null ? 0 : (long)Int128.Max(ExactStartOf(time), long.MinValue);

    /// <summary>The last time of the interval that a time is in.</summary>
    public long LastOf(long time) => every is not { } length ? long.MaxValue : (long)Int128.Min(ExactStartOf(time) + length - 1, long.MaxValue);

    /// <summary>Start of the one behind it; null when there is none.</summary>
    public long? Next(long start) => every is { } length && (Int128)start + length <= long.MaxValue ? start + length : null;

    /// <summary>How many have a time in the range.</summary>
    public Int128 CountIn(TimeRange range) => every is not { } length ? 1 : range.IsEmpty ? 0 : (((Int128)StartOf(range.To - 1) - StartOf(range.From)) / length) + 1;

    // It may lie before all times that can be told.
    private Int128 ExactStartOf(long time)
    {
        var remainder = ((Int128)time - (offset % every!.Value)) % every.Value;
        return (Int128)time - remainder - (remainder < 0 ? every.Value : 0);
    }
}
