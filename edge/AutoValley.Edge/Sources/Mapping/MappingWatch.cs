using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>Tells, once, which entries of a mapping no source has declared a signal for: of live sources that shows only when their signals come.</summary>
internal sealed class MappingWatch : IAsyncDisposable
{
    /// <summary>Slow signals come once in so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    /// <param name="mapping">Null for none.</param>
    /// <param name="clock">For the wait.</param>
    /// <param name="logger">Gets a line an entry.</param>
    public MappingWatch(SignalMapping? mapping, TimeProvider clock, ILogger logger) => watching = WatchAsync(mapping, clock, logger, stop.Token);

    /// <summary>Tells what is to be told by now.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private static async Task WatchAsync(SignalMapping? mapping, TimeProvider clock, ILogger logger, CancellationToken stop)
    {
        if (mapping is null)
            return;
        await Task.Delay(Patience, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var entry in mapping.Undeclared.Take(SignalMapping.MaximumErrors))
            logger.MappingUndeclared(entry);
    }
}
