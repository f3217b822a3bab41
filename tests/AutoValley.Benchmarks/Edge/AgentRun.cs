namespace AutoValley.Benchmarks.Edge;

/// <summary>What was seen of one run of the agent.</summary>
internal sealed record AgentRun
{
    /// <summary>From the start of its process until the server had a batch on the disk.</summary>
    public TimeSpan FirstDurable { get; init; }

    /// <summary>Accepted while it was measured.</summary>
    public ulong Samples { get; init; }

    /// <summary>User and system time meanwhile.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>Most memory that was resident.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Memory resident at the end.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>Of the server's journal, which is what came and a head a batch.</summary>
    public double BytesASample { get; init; }
}
