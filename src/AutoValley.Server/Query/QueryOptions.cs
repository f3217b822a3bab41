namespace AutoValley.Server.Query;

/// <summary>Limits of what is read; over one the call ends with RESOURCE_EXHAUSTED.</summary>
internal sealed record QueryOptions
{
    /// <summary>Key <c>Query:MaximumSignals</c>, a call.</summary>
    public int MaximumSignals { get; init; } = 1_000;

    /// <summary>Key <c>Query:MaximumBuckets</c>, a signal.</summary>
    public long MaximumBuckets { get; init; } = 1_000_000;
}
