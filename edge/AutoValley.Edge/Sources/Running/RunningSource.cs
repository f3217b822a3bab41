using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Running;

/// <summary>A source on a thread of the pool, until its input ends, it fails, or it is stopped; counts what it gives.</summary>
internal sealed class RunningSource : ISampleSink
{
    private readonly ISampleSink sink;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stop;
    private SourceException? failure;
    private long samples;
    private long lastWrite;

    /// <summary>Starts it.</summary>
    /// <param name="source">Starts at once.</param>
    /// <param name="sink">Gets its samples.</param>
    /// <param name="host">For silence and logs.</param>
    /// <param name="stop">Ends it, as <see cref="StopAsync"/> does.</param>
    public RunningSource(ISampleSource source, ISampleSink sink, (TimeProvider Clock, ILogger Logger) host, CancellationToken stop)
    {
        (Source, this.sink, clock, logger) = (source, sink, host.Clock, host.Logger);
        this.stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Completion = RunAsync(this.stop.Token);
    }

    public ISampleSource Source { get; }

    /// <summary>Completes, and never fails, when the source is not running any more.</summary>
    public Task Completion { get; }

    /// <summary>Why it ended early; null while it has not.</summary>
    public SourceException? Failure => Volatile.Read(ref failure);

    /// <summary>As of now.</summary>
    public SourceReport Report
    {
        get
        {
            var (taken, last, failed, outage) = (Interlocked.Read(ref samples), Interlocked.Read(ref lastWrite), Failure, Source.Outage);
            var state = failed is not null ? SourceState.Failed
                : Completion.IsCompleted ? SourceState.Ended
                : outage is not null ? SourceState.Waiting : SourceState.Running;
            return new SourceReport(
                Source.Name, state, failed?.Message ?? outage ?? Source.LastFault, taken, taken > 0 ? clock.GetElapsedTime(last) : null, Source.Counts);
        }
    }

    /// <summary>Stops it and waits for that.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Completion;
        stop.Dispose();
    }

    /// <inheritdoc/>
    public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => sink.Declare(signals);

    /// <inheritdoc/>
    public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
    {
        var writing = sink.WriteAsync(group, time, values, cancellation);
        if (!writing.IsCompletedSuccessfully)
            return CountLaterAsync(writing, values.Length);
        Count(values.Length);
        return default;
    }

    private async ValueTask CountLaterAsync(ValueTask writing, int count)
    {
        await writing;
        Count(count);
    }

    private void Count(int count)
    {
        Interlocked.Exchange(ref lastWrite, clock.GetTimestamp());
        Interlocked.Add(ref samples, count);
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Run(() => Source.RunAsync(this, cancellation), cancellation);
            logger.SourceEnded(Source.Name);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told to stop.
        }
        catch (Exception error)
        {
            logger.SourceFailed(Source.Name, error.Message);
            Volatile.Write(ref failure, error as SourceException ?? new SourceException($"{Source.Name}: {error.Message}", error));
        }
    }
}
