using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Running;

/// <summary>An agent's sources, of which some can be exchanged while the others run on. Safe for concurrent use.</summary>
/// <param name="sink">Gets all samples.</param>
/// <param name="clock">For their silence.</param>
/// <param name="logger">For their ends.</param>
internal sealed class SourceSet(ISampleSink sink, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim changing = new(1);
    private volatile IReadOnlyList<RunningSource> running = [];
    private CancellationToken stop;
    private bool over;

    /// <summary>Each source, in the order they were given.</summary>
    public IReadOnlyList<SourceReport> Reports => [.. running.Select(source => source.Report)];

    /// <summary>Starts them all. To be called once.</summary>
    public void Start(IReadOnlyList<ISampleSource> sources, CancellationToken cancellation)
    {
        stop = cancellation;
        running = [.. sources.Select(Run)];
    }

    /// <summary>Waits until none runs any more.</summary>
    /// <returns>Why the first one failed; null when none did.</returns>
    public async Task<SourceException?> WaitAsync()
    {
        while (true)
        {
            var waited = running;
            await Task.WhenAll(waited.Select(source => source.Completion));
            await changing.WaitAsync(CancellationToken.None);
            try
            {
                over = waited == running;
                if (over)
                    return waited.FirstOrDefault(source => source.Failure is not null)?.Failure;
            }
            finally
            {
                changing.Release();
            }
        }
    }

    /// <summary>Stops the running ones that are not wanted any more, then starts those that are new; the same source goes on untouched.</summary>
    /// <returns>False when all had ended already: nothing can be started then.</returns>
    public async Task<bool> ReplaceAsync(IReadOnlyList<ISampleSource> wanted)
    {
        await changing.WaitAsync(CancellationToken.None);
        try
        {
            if (over)
                return false;
            var kept = running.Where(source => wanted.Contains(source.Source)).ToDictionary(source => source.Source);
            await Task.WhenAll(running.Where(source => !kept.ContainsKey(source.Source)).Select(source => source.StopAsync()));
            running = [.. wanted.Select(source => kept.GetValueOrDefault(source) ?? Run(source))];
            return true;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => changing.Dispose();

    private RunningSource Run(ISampleSource source) => new(source, sink, (clock, logger), stop);
}
