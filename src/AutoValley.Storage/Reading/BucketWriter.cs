using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Puts samples and statistics that come in the order of time into buckets.</summary>
internal sealed class BucketWriter(long bucketNanos)
{
    private readonly Queue<Bucket> done = new();
    private Statistics current = new();
    private long start;
    private long end;

    /// <summary>Whether two times, the later one second, lie in the same bucket.</summary>
    public bool Share(long first, long last) => StartOf(first) == StartOf(last);

    /// <summary>Adds statistics of samples that lie in one bucket.</summary>
    public void Add(long firstTime, in Statistics statistics)
    {
        GoTo(firstTime);
        current.Add(statistics);
    }

    public void Add(Samples samples)
    {
        var times = samples.Times.Span;
        for (var from = 0; from < times.Length;)
        {
            GoTo(times[from]);
            var count = end == long.MaxValue ? times.Length - from : times[from..].IndexOfTime(end);
            current.Add(samples.Values, from, count);
            from += count;
        }
    }

    /// <summary>The next bucket that gets no more samples.</summary>
    public bool TryTake(out Bucket bucket) => done.TryDequeue(out bucket);

    /// <summary>Nothing comes any more.</summary>
    public void Finish()
    {
        if (current.Count > 0)
            done.Enqueue(current.ToBucket(start));
        current = new();
    }

    private void GoTo(long time)
    {
        if (current.Count > 0 && time >= start && (time < end || end == long.MaxValue))
            return;
        Finish();
        // The first bucket of all time may begin before it, and the last one end after it.
        var exact = StartOf(time);
        start = (long)Int128.Max(exact, long.MinValue);
        end = (long)Int128.Min(exact + bucketNanos, long.MaxValue);
    }

    private Int128 StartOf(long time)
    {
        var remainder = time % bucketNanos;
        return (Int128)time - remainder - (remainder < 0 ? bucketNanos : 0);
    }
}
