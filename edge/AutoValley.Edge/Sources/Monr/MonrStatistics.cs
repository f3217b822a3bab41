using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Monr;

/// <summary>What became of the messages so far. Safe for concurrent use.</summary>
internal sealed class MonrStatistics(string source, ILogger logger)
{
    private static readonly (MonrFault, string)[] Names =
    [
        (MonrFault.Silence, "silences"), (MonrFault.Framing, "unreadable packets"), (MonrFault.Version, "unknown versions"),
        (MonrFault.Checksum, "wrong checksums"), (MonrFault.Content, "malformed messages"), (MonrFault.Time, "impossible times"),
        (MonrFault.OutOfRange, "messages with values out of range"), (MonrFault.Stranger, "messages of other targets"),
    ];

    private long messages;
    private long others;
    private long repeated;
    private long overtaken;
    private long untimed;
    private long lost;

    /// <summary>What was not taken.</summary>
    public FaultCounts<MonrFault> Faults { get; } = new(source, Names, logger);

    /// <summary>Monitor messages that were taken.</summary>
    public long Messages => Interlocked.Read(ref messages);

    /// <summary>Messages that are missing by their counters.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>For the agent's status.</summary>
    public IReadOnlyList<SourceCount> Counts =>
    [
        new("messages", Messages), new("messages lost", Lost, IsGap: true), new("messages of other kinds", Interlocked.Read(ref others)),
        new("messages repeated", Interlocked.Read(ref repeated)), new("messages overtaken", Interlocked.Read(ref overtaken)),
        new("messages with the time of receipt", Interlocked.Read(ref untimed)), .. Faults.Counts,
    ];

    public void Took() => Interlocked.Increment(ref messages);

    public void IsOther() => Interlocked.Increment(ref others);

    public void IsUntimed() => Interlocked.Increment(ref untimed);

    /// <summary>Counts a message by its place among those of its transmitter.</summary>
    public void Ordered(MonrOrder order, int lostBefore)
    {
        Interlocked.Add(ref lost, lostBefore);
        if (order == MonrOrder.Repeated)
            Interlocked.Increment(ref repeated);
        else if (order == MonrOrder.Overtaken)
            Interlocked.Increment(ref overtaken);
        else if (order == MonrOrder.AfterSilence)
            Faults.Add(MonrFault.Silence, "a target was silent for seconds, or began anew");
    }
}
