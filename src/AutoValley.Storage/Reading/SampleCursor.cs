using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>What is left of a piece in a range.</summary>
internal sealed class SampleCursor
{
    private readonly Samples samples;
    private readonly int end;
    private int next;

    public SampleCursor(Samples samples, Rank rank, TimeRange range)
    {
        (this.samples, Rank) = (samples, rank);
        (next, end) = (samples.IndexOf(range.From), samples.IndexOf(range.To));
    }

    public Rank Rank { get; }

    public bool IsAtEnd => next >= end;

    /// <summary>Of the next sample.</summary>
    public long Time => samples.Times.Span[next];

    public Samples TakeOne() => Take(next + 1);

    public Samples TakeRest() => Take(end);

    public Samples TakeBefore(long time) => Take(Math.Min(end, samples.IndexOf(time)));

    private Samples Take(int until)
    {
        var taken = samples.Slice(next, until - next);
        next = until;
        return taken;
    }
}

/// <summary>Search in ascending times.</summary>
internal static class SampleSearch
{
    /// <summary>Index of the first sample at or after the time.</summary>
    public static int IndexOf(this Samples samples, long time) => samples.Times.Span.IndexOfTime(time);

    /// <summary>Index of the first time at or after <paramref name="time"/>.</summary>
    public static int IndexOfTime(this ReadOnlySpan<long> times, long time)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] < time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
