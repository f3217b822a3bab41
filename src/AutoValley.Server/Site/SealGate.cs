using AutoValley.Storage;

namespace AutoValley.Server.Site;

/// <summary>
/// Between sealing and the site: a batch leaves the journal only when what the site made of it is durable. The store opens before the site does, so sealing
/// waits here until the site is there.
/// </summary>
internal sealed class SealGate
{
    private readonly TaskCompletionSource<Func<long, Task>> site = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isClosed;

    /// <summary>Completes when the site has made durable what it knows by all batches up to a position.</summary>
    /// <exception cref="StoreUnavailableException">The site stopped, or cannot be written.</exception>
    public async Task CoverAsync(long position, CancellationToken cancellation)
    {
        var cover = await site.Task.WaitAsync(cancellation);
        if (isClosed)
            throw new StoreUnavailableException("the site is stopping");
        await cover(position).WaitAsync(cancellation);
    }

    /// <summary>The site is there.</summary>
    public void Open(Func<long, Task> cover) => site.TrySetResult(cover);

    /// <summary>The site stops; what is not sealed by now is sealed after the next start.</summary>
    public void Close() => isClosed = true;
}
