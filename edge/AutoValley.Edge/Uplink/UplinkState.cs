using AutoValley.Edge.Spool;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Uplink;

/// <summary>What outlives a connection.</summary>
internal sealed class UplinkState(BatchSpool spool, SessionId session, Outbox outbox, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long start = clock.GetTimestamp();
    private long batchesSent;
    private volatile bool connected;
    private volatile bool draining;

    public BatchSpool Spool => spool;

    /// <summary>The agent's own session: its batches are the live ones.</summary>
    public SessionId Session => session;

    public Outbox Outbox => outbox;

    public ILogger Logger => logger;

    /// <summary>Time since the agent started, for what is due when.</summary>
    public TimeSpan Now => clock.GetElapsedTime(start);

    /// <summary>Wakes the sending loop.</summary>
    public WakeUp Wake { get; } = new(clock);

    public bool Connected
    {
        get => connected;
        set => connected = value;
    }

    /// <summary>Writes the agent's status of now.</summary>
    public required Func<byte[]> Report { get; init; }

    /// <summary>What the status has to tell of agents that died.</summary>
    public required SampleLedger Ledger { get; init; }

    /// <summary>Carries out what came on the topic <c>command</c>; gives the answer, or null when nobody can be answered.</summary>
    public required Func<ReadOnlyMemory<byte>, byte[]?> Command { get; init; }

    /// <summary>Batches that go before others.</summary>
    public UrgentBatches Urgent { get; } = new();

    /// <summary>Batches sent so far, each as often as it was.</summary>
    public long BatchesSent => Interlocked.Read(ref batchesSent);

    /// <summary>Why the last connection failed or ended, or the server put a publish off; null while nothing went wrong.</summary>
    public string? LastError { get; set; }

    /// <summary>A batch is on its way.</summary>
    public void Sent() => Interlocked.Increment(ref batchesSent);

    /// <summary>Something was spooled, answered or acknowledged.</summary>
    public void Progress()
    {
        Wake.Set();
        if (draining && spool.IsEmpty && outbox.IsEmpty)
            drained.TrySetResult();
    }

    /// <summary>Completes when everything in the spool is durable and every run command taken. Nothing may be added any more.</summary>
    public Task DrainAsync(CancellationToken cancellation)
    {
        draining = true;
        Progress();
        return drained.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => Wake.Dispose();
}
