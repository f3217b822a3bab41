using System.Threading.RateLimiting;
using AutoValley.Server.Refusals;
using Grpc.Core;

namespace AutoValley.Server.Query;

/// <summary>
/// Lets a bounded number of queries in, and a bounded number wait in turn. A query whose client does not read gives its turn away
/// (<see cref="QueryTurn"/>); a bounded number may have done so.
/// </summary>
internal sealed class QueryTurns(QueryOptions options, TimeProvider clock) : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.MaximumConcurrent,
        QueueLimit = options.MaximumQueued,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private int stalled;

    /// <summary>Queries that wait for a turn.</summary>
    public long Waiting => limiter.GetStatistics()?.CurrentQueuedCount ?? 0;

    /// <summary>Queries that gave their turn away, as their clients do not read.</summary>
    public int Stalled => Volatile.Read(ref stalled);

    /// <summary>Drives <see cref="QueryOptions.MaximumStall"/>.</summary>
    public TimeProvider Clock => clock;

    /// <summary>See <see cref="QueryOptions.MaximumStall"/>.</summary>
    public TimeSpan MaximumStall => options.MaximumStall;

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many wait already.</exception>
    public async ValueTask<QueryTurn> EnterAsync(CancellationToken cancellation) =>
        new(this, await AcquireAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();

    /// <summary>A permit, which is given back when it is disposed.</summary>
    /// <exception cref="RpcException">As <see cref="EnterAsync"/>.</exception>
    internal async ValueTask<IDisposable> AcquireAsync(CancellationToken cancellation)
    {
        var lease = await limiter.AcquireAsync(1, cancellation);
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        throw Refusal.OverLimit(
            "Query:MaximumQueued", $"{options.MaximumConcurrent} queries run (Query:MaximumConcurrent) and {options.MaximumQueued} wait");
    }

    /// <summary>A query gave its turn away until its client reads.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many did.</exception>
    internal void BeginStall()
    {
        if (Interlocked.Increment(ref stalled) <= options.MaximumStalled)
            return;
        EndStall();
        throw Refusal.OverLimit(
            "Query:MaximumStalled", $"this client does not read its answer, and neither do those of {options.MaximumStalled} other queries");
    }

    /// <summary>Its client reads.</summary>
    internal void EndStall() => Interlocked.Decrement(ref stalled);
}
