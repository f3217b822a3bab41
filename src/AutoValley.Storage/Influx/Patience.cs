namespace AutoValley.Storage.Influx;

/// <summary>Ends a request that nothing comes of for a time.</summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan limit;
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource either;

    public Patience(TimeSpan limit, TimeProvider clock, CancellationToken cancellation)
    {
        this.limit = limit;
        timer = new CancellationTokenSource(limit, clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
    }

    /// <summary>Cancelled when the time is over, or by the caller.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>Something came: the time begins anew.</summary>
    public void Renew() => timer.CancelAfter(limit);

    public void Dispose()
    {
        either.Dispose();
        timer.Dispose();
    }
}
