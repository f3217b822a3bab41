using System.Threading.RateLimiting;
using Grpc.Core;

namespace AutoValley.Server.Query;

/// <summary>Lets a bounded number of queries in, and a bounded number wait in turn.</summary>
internal sealed class QueryTurns(QueryOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.MaximumConcurrent,
        QueueLimit = options.MaximumQueued,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many wait already.</exception>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        var lease = await limiter.AcquireAsync(1, cancellation);
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        throw QueryRefusal.Exhausted(
            $"{options.MaximumConcurrent} queries run (Query:MaximumConcurrent) and {options.MaximumQueued} wait (Query:MaximumQueued)");
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
