namespace AutoValley.Storage;

/// <summary>Whether the store can make batches durable.</summary>
/// <param name="Writable">False: nothing is acknowledged until it is true again.</param>
/// <param name="Reason">Why not writable; empty when it is.</param>
/// <param name="JournalBytes">Journal not sealed yet, in bytes.</param>
/// <param name="OldestUnsealed">Receive time of the oldest unsealed batch, Unix nanoseconds; null when all is sealed.</param>
public sealed record StoreHealth(bool Writable, string Reason, long JournalBytes, long? OldestUnsealed)
{
    /// <summary>What somebody should look at although batches are taken: each a sentence for people.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Of <see cref="JournalBytes"/>, what is on disk alone and not in memory: it waits for a back end that is away or slow.</summary>
    public long ParkedBytes { get; init; }
}
