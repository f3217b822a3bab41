using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>Samples in memory, marked by whether they pass a test, taken span by span.</summary>
internal sealed class MarkedSamples(ValueTest test)
{
    /// <summary>No span, and before all of them.</summary>
    public static readonly TimeRange Nothing = new(long.MinValue, long.MinValue);

    private ReadOnlyMemory<long> times;
    private bool[] passes = [];
    private int next;

    public bool IsAtEnd => next == times.Length;

    /// <summary>Of the next sample.</summary>
    public long NextTime => times.Span[next];

    /// <summary>The last sample, once all before it were taken.</summary>
    public HeldSample Last => new(times.Span[^1], passes[times.Length - 1]);

    public void Fill(Samples samples)
    {
        (times, next) = (samples.Times, 0);
        if (passes.Length < samples.Count)
            passes = new bool[samples.Count];
        test.Mark(samples.Values, passes.AsSpan(0, samples.Count));
    }

    /// <summary>
    /// The next span in which values pass and none is too old, up to the last sample at most; empty when there is none. Samples whose
    /// successors are not after <paramref name="from"/> are left out.
    /// </summary>
    public TimeRange TakeSpan(long from, MaximumAge maximumAge)
    {
        var span = times.Span;
        next = Math.Max(next, LastAtOrBefore(span, from));
        var first = passes.AsSpan(next, span.Length - next).IndexOf(true);
        if (first < 0)
        {
            next = span.Length;
            return Nothing;
        }
        first += next;
        var count = passes.AsSpan(first, span.Length - first).IndexOf(false);
        var last = count < 0 ? span.Length - 1 : first + count;
        var end = maximumAge.IsForever ? last : Reached(span, first, last, maximumAge);
        // Up to a gap the value of the sample before it holds; up to the last sample, which holds on, its own time.
        next = end < last ? end + 1 : last;
        var until = end < last ? maximumAge.EndOf(span[end]) : span[last];
        if (next == span.Length - 1 && count < 0)
            next = span.Length;
        return new TimeRange(span[first], until);
    }

    // The sample behind which the first gap lies that is longer than a value holds.
    private static int Reached(ReadOnlySpan<long> times, int first, int last, MaximumAge maximumAge)
    {
        var index = first;
        while (index < last && maximumAge.Reaches(times[index], times[index + 1]))
            index++;
        return index;
    }

    private int LastAtOrBefore(ReadOnlySpan<long> span, long time)
    {
        if (span[next] >= time)
            return next;
        var found = span[next..].BinarySearch(time);
        return next + (found >= 0 ? found : ~found - 1);
    }
}
