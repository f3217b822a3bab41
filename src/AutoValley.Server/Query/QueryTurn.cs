using Grpc.Core;

namespace AutoValley.Server.Query;

/// <summary>A query's turn. While its client does not read, others have it. Used by one query at a time.</summary>
internal sealed class QueryTurn : IDisposable
{
    private readonly QueryTurns turns;
    private readonly CancellationTokenSource stop;
    private IDisposable? permit;

    internal QueryTurn(QueryTurns turns, IDisposable permit, CancellationToken cancellation)
    {
        (this.turns, this.permit) = (turns, permit);
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>For what is written to the client; it is cancelled with the query, too.</summary>
    public CancellationToken Cancellation => stop.Token;

    /// <summary>
    /// Waits for something to be written, with <see cref="Cancellation"/>. Takes it longer than <see cref="QueryOptions.MaximumStall"/>, others have the
    /// turn until it is written, and then this query waits for one like any.
    /// </summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many clients do not read, or too many queries wait.</exception>
    public async ValueTask WaitAsync(Task writing)
    {
        if (!writing.IsCompleted)
            await writing.WaitAsync(turns.MaximumStall, turns.Clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!writing.IsCompleted)
            await StallAsync(writing);
        await writing;
    }

    /// <summary>The query is over.</summary>
    public void Dispose()
    {
        permit?.Dispose();
        stop.Dispose();
    }

    private async Task StallAsync(Task writing)
    {
        try
        {
            turns.BeginStall();
        }
        catch (RpcException)
        {
            await stop.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        try
        {
            permit?.Dispose();
            permit = null;
            await writing;
        }
        finally
        {
            turns.EndStall();
        }
        permit = await turns.AcquireAsync(stop.Token);
    }
}
