namespace AutoValley.Server.Live;

/// <summary>Live subscribers.</summary>
internal sealed record LiveOptions
{
    /// <summary>Key <c>Live:MaximumSubscribers</c>.</summary>
    public int MaximumSubscribers { get; init; } = 10_000;

    /// <summary>Key <c>Live:QueueBatches</c>: batches that wait for one subscriber; when full the oldest is dropped, counted and told.</summary>
    public int QueueBatches { get; init; } = 1_024;

    /// <summary>Key <c>Live:QueueBytes</c>: bytes of those batches; the same holds when they are reached first.</summary>
    public long QueueBytes { get; init; } = 64L << 20;

    /// <summary>Key <c>Live:SharedBytes</c>: responses kept for those subscribers who have not sent them yet; a slower one makes its own.</summary>
    public long SharedBytes { get; init; } = 16L << 20;
}
