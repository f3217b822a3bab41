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
    public long StartOf(long time)
    {
        if (every is not { } length)
            return 0;
        var shifted = (Int128)time - (offset % length);
        var remainder = shifted % length;
        return (long)Int128.Max((Int128)time - remainder - (remainder < 0 ? length : 0), long.MinValue);
    }

    /// <summary>Start of the one behind it; null when there is none.</summary>
    public long? Next(long start) => every is { } length && (Int128)start + length <= long.MaxValue ? start + length : null;

    /// <summary>How many have a time in the range.</summary>
    public Int128 CountIn(TimeRange range) => every is not { } length ? 1 : range.IsEmpty ? 0 : (((Int128)StartOf(range.To - 1) - StartOf(range.From)) / length) + 1;
}
