using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Gathers short runs of samples of one series, in the order of time or not.</summary>
internal abstract class SampleBuffer
{
    /// <summary>How many samples are in it.</summary>
    public int Count { get; protected set; }

    /// <summary>Whether each time is greater than the one before.</summary>
    public bool IsAscending { get; protected set; } = true;

    public static SampleBuffer Of(SignalType type) => type switch
    {
        SignalType.Double => new SampleBuffer<double>(Values.Of),
        SignalType.Integer => new SampleBuffer<long>(Values.Of),
        SignalType.Boolean => new SampleBuffer<bool>(Values.Of),
        SignalType.Text => new SampleBuffer<string>(Values.Of),
        _ => throw new ArgumentException($"no value type {type}", nameof(type)),
    };

    /// <summary>Adds samples of the buffer's type.</summary>
    public abstract void Add(Samples samples, int start, int count);

    /// <summary>Sorts by time; of samples with the same time the one added last stays.</summary>
    public abstract void SortAndTakeLast();

    /// <summary>A copy of all samples; the buffer is empty afterwards and keeps its memory.</summary>
    public abstract Samples Take();
}

/// <summary>A buffer of values of one type.</summary>
internal sealed class SampleBuffer<T>(Func<ReadOnlyMemory<T>, Values<T>> wrap) : SampleBuffer
{
    private long[] times = [];
    private T[] values = [];

    public override void Add(Samples samples, int start, int count)
    {
        if (count == 0)
            return;
        if (Count + count > times.Length)
            Grow(Count + count);
        var added = samples.Times.Span.Slice(start, count);
        added.CopyTo(times.AsSpan(Count));
        ((Values<T>)samples.Values).Items.Span.Slice(start, count).CopyTo(values.AsSpan(Count));
        for (var index = Math.Max(Count, 1); IsAscending && index < Count + count; index++)
            IsAscending = times[index] > times[index - 1];
        Count += count;
    }

    public override void SortAndTakeLast()
    {
        if (IsAscending)
            return;
        var order = new int[Count];
        for (var index = 0; index < order.Length; index++)
            order[index] = index;
        Array.Sort(times, order, 0, Count);
        var sorted = new T[values.Length];
        var kept = 0;
        for (var index = 0; index < Count; kept++)
        {
            var (time, latest) = (times[index], order[index]);
            for (index++; index < Count && times[index] == time; index++)
                latest = Math.Max(latest, order[index]);
            (times[kept], sorted[kept]) = (time, values[latest]);
        }
        (values, Count, IsAscending) = (sorted, kept, true);
    }

    public override Samples Take()
    {
        var samples = new Samples(times.AsSpan(0, Count).ToArray(), wrap(values.AsSpan(0, Count).ToArray()));
        (Count, IsAscending) = (0, true);
        return samples;
    }

    private void Grow(int needed)
    {
        var size = Math.Max(needed, Math.Max(64, times.Length * 2));
        Array.Resize(ref times, size);
        Array.Resize(ref values, size);
    }
}
