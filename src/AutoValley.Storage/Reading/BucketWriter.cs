using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>Puts samples and statistics that come in the order of time into buckets.</summary>
internal sealed class BucketWriter(BucketRequest request)
{
    private readonly Queue<Bucket> done = new();
    private ColumnSummary current = ColumnSummary.Empty;
    private long start;
    private long end;

    /// <summary>Whether two times, the later one second, lie in the same bucket.</summary>
    public bool Share(long first, long last) => StartOf(first) == StartOf(last);

    /// <summary>The first time after the bucket of <paramref name="time"/>; null when that is beyond all of time.</summary>
    public long? After(long time) => StartOf(time) + request.Nanos is var after && after <= long.MaxValue ? (long)after : null;

    /// <summary>Adds statistics of samples that lie in one bucket.</summary>
    public void Add(long firstTime, in ColumnSummary summary)
    {
        GoTo(firstTime);
        current = current.Merge(summary);
    }

    public void Add(Samples samples)
    {
        var times = samples.Times.Span;
        for (var from = 0; from < times.Length;)
        {
            GoTo(times[from]);
            var count = end == long.MaxValue ? times.Length - from : times[from..].IndexOfTime(end);
            current = current.Merge(ValueSummary.Of(samples.Values, from, count, request.WithDeviations));
            from += count;
        }
    }

    /// <summary>The next bucket that gets no more samples.</summary>
    public bool TryTake(out Bucket bucket) => done.TryDequeue(out bucket);

    /// <summary>Nothing comes any more.</summary>
    public void Finish()
    {
        if (current.Count > 0)
            done.Enqueue(ToBucket());
        current = ColumnSummary.Empty;
    }

    private Bucket ToBucket() => new(start, current.Count, current.Min, current.Max, current.Sum, current.First, current.Last)
    {
        Numbers = current.Numbers,
        SquaredDeviations = request.WithDeviations ? current.SquaredDeviations : double.NaN,
    };

    private void GoTo(long time)
    {
        if (current.Count > 0 && time >= start && (time < end || end == long.MaxValue))
            return;
        Finish();
        // The first bucket of all time may begin before it, and the last one end after it.
        var exact = StartOf(time);
        start = (long)Int128.Max(exact, long.MinValue);
        end = (long)Int128.Min(exact + request.Nanos, long.MaxValue);
    }

    private Int128 StartOf(long time)
    {
        var remainder = time % request.Nanos;
        return (Int128)time - remainder - (remainder < 0 ? request.Nanos : 0);
    }
}
