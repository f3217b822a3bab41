using AutoValley.Telemetry;

namespace AutoValley.Server.Query;

/// <summary>
/// Buckets that start at whole multiples of a length since the Unix epoch, as the store has them: the first bucket of all time may
/// begin before it, and the last end after it.
/// </summary>
/// <param name="nanos">Length of a bucket, more than 0.</param>
internal readonly struct BucketGrid(long nanos)
{
    /// <summary>Start of the bucket that <paramref name="time"/> lies in.</summary>
    public long StartOf(long time)
    {
        var remainder = time % nanos;
        return (long)Int128.Max((Int128)time - remainder - (remainder < 0 ? nanos : 0), long.MinValue);
    }

    /// <summary>End of the bucket that <paramref name="time"/> lies in: the next one's start; null when there is none.</summary>
    public long? EndOf(long time)
    {
        var remainder = time % nanos;
        var end = (Int128)time - remainder + (remainder < 0 ? 0 : nanos);
        return end <= long.MaxValue ? (long)end : null;
    }

    /// <summary>How many buckets share a time with the range.</summary>
    public Int128 CountIn(TimeRange range) =>
        range.IsEmpty ? 0 : ((Int128)StartOf(range.To - 1) - StartOf(range.From) + nanos - 1) / nanos + 1;

    /// <summary>Starts of the buckets from the one of <paramref name="from"/> on that begin before <paramref name="to"/>.</summary>
    public IEnumerable<long> Starts(long from, long to)
    {
        for (long? start = StartOf(from); start < to; start = EndOf(start.Value))
            yield return start.Value;
    }
}
