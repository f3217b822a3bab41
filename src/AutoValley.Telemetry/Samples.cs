namespace AutoValley.Telemetry;

/// <summary>Samples of one signal as two columns of equal length.</summary>
public sealed class Samples
{
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public Samples(ReadOnlyMemory<long> times, Values values)
    {
        if (times.Length != values.Count)
            throw new ArgumentException($"{times.Length} times for {values.Count} values");
        Times = times;
        Values = values;
    }

    /// <summary>Event times, Unix nanoseconds.</summary>
    public ReadOnlyMemory<long> Times { get; }

    /// <summary>The values, one a time.</summary>
    public Values Values { get; }

    /// <summary>How many samples.</summary>
    public int Count => Times.Length;

    /// <summary>Part of the samples, not copied.</summary>
    public Samples Slice(int start, int count) => new(Times.Slice(start, count), Values.Slice(start, count));
}
