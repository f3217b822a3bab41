using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources;

/// <summary>Starts a source again when it fails, after a wait that doubles up to a limit and begins anew once it ran for longer than that limit. What ends by itself
/// is not started again.</summary>
public sealed class RestartedSource : ISampleSource
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ISampleSource source;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private int restarts;
    private string? outage;

    /// <param name="source">May be run more than once.</param>
    /// <param name="clock">For the waits.</param>
    /// <param name="loggers">Each failure is logged.</param>
    public RestartedSource(ISampleSource source, TimeProvider clock, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        (this.source, this.clock, logger) = (source, clock, loggers.CreateLogger<RestartedSource>());
    }

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => [.. source.Counts, new("restarts", Restarts)];

    /// <inheritdoc/>
    public string? LastFault => source.LastFault;

    /// <inheritdoc/>
    public string? Outage => Volatile.Read(ref outage);

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec>? Signals => source.Signals;

    /// <summary>How often it was started again.</summary>
    public int Restarts => Volatile.Read(ref restarts);

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        var remembered = new RememberedGroups(sink);
        for (var wait = FirstWait; ;)
        {
            var start = clock.GetTimestamp();
            try
            {
                await source.RunAsync(remembered, cancellation);
                return;
            }
            catch (SourceException failure)
            {
                if (clock.GetElapsedTime(start) > LongestWait)
                    wait = FirstWait;
                Volatile.Write(ref outage, failure.Message);
                logger.SourceRestarts(Name, failure.Message, wait);
            }
            await Task.Delay(wait, clock, cancellation);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            Volatile.Write(ref outage, null);
            Interlocked.Increment(ref restarts);
        }
    }
}
