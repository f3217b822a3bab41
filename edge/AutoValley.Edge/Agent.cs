using AutoValley.Edge.Batching;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge;

/// <summary>One vehicle's agent: its sources' samples become batches, lie in the spool, and leave it when the server has them durable.</summary>
public sealed class Agent : IAsyncDisposable
{
    private readonly AgentOptions options;
    private readonly IReadOnlyList<ISampleSource> sources;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly SignalRegistry registry = new();
    private readonly Batcher batcher;
    private readonly BatchSpool spool;
    private readonly UplinkState state;
    private readonly BatchUplink uplink;
    private readonly BatchPump pump;

    /// <summary>Opens the spool and begins a session; nothing is read or published yet.</summary>
    /// <exception cref="ArgumentException">Options are wrong; the message has one line each.</exception>
    /// <exception cref="SpoolException">The spool is in use by another agent, of another vehicle, or not usable.</exception>
    public Agent(AgentOptions options, IReadOnlyList<ISampleSource> sources, TimeProvider clock, ILoggerFactory loggers)
        : this(options, sources, new MqttUplinkConnector(options, clock), new UplinkOptions(), (clock, loggers))
    {
    }

    internal Agent(
        AgentOptions options, IReadOnlyList<ISampleSource> sources, IUplinkConnector connector, UplinkOptions uplinkOptions,
        (TimeProvider Clock, ILoggerFactory Loggers) host)
    {
        if (options.Errors() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join('\n', errors), nameof(options));
        (this.options, this.sources, clock) = (options, sources, host.Clock);
        logger = host.Loggers.CreateLogger<Agent>();
        var session = SessionId.New();
        spool = BatchSpool.Open(SpoolOptionsOf(options), session, logger);
        batcher = new Batcher(registry, new BatchingOptions { Age = options.BatchAge, Bytes = options.BatchBytes }, clock);
        state = new UplinkState(spool, session, new RunOutbox(uplinkOptions, logger), clock, logger);
        uplink = new BatchUplink(connector, state, uplinkOptions, clock);
        pump = new BatchPump(batcher, registry, state, options, clock);
        logger.AgentStarted(options.Vehicle, session, spool.Status.Batches);
    }

    /// <summary>Counts now.</summary>
    public AgentStatus Status
    {
        get
        {
            var held = spool.Status;
            return new AgentStatus
            {
                Session = state.Session,
                Connected = state.Connected,
                Reconnects = uplink.Reconnects,
                LastError = state.LastError,
                SamplesRead = batcher.Samples,
                SamplesPublished = pump.Samples,
                SamplesDurable = held.DurableSamples,
                BacklogSamplesDurable = held.DurableBacklogSamples,
                SamplesDropped = held.Drops,
                BatchesSpooled = held.AppendedBatches,
                BatchesDurable = held.DurableBatches,
                SpoolBatches = held.Batches,
                SpoolBytes = held.Bytes,
            };
        }
    }

    /// <summary>
    /// Runs the sources. Returns when all of them ended and everything spooled is durable; or, told to stop, when the last batch is
    /// spooled and the connection closed. To be called once.
    /// </summary>
    /// <exception cref="SourceException">A source failed; the others' samples, and its own before, were brought to the server all the same.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var left = new CancellationTokenSource();
        var publishing = StopOnFailureAsync(uplink.RunAsync(left.Token), failed);
        var maintaining = StopOnFailureAsync(MaintainAsync(left.Token), failed);
        var pumping = StopOnFailureAsync(pump.RunAsync(), failed);
        var failures = await Task.WhenAll(sources.Select(source => RunSourceAsync(source, failed.Token)));
        batcher.Complete();
        await pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await state.DrainAsync(failed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await left.CancelAsync();
        await Task.WhenAll(pumping, publishing, maintaining);
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
            throw first;
    }

    /// <summary>Closes the spool.</summary>
    public ValueTask DisposeAsync()
    {
        batcher.Dispose();
        state.Dispose();
        spool.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SpoolOptions SpoolOptionsOf(AgentOptions options) => new()
    {
        Folder = options.SpoolFolder,
        Vehicle = options.Vehicle,
        MaximumBytes = options.SpoolMaximumBytes,
        SegmentBytes = (int)Math.Clamp(options.SpoolMaximumBytes / 256, 4 << 20, 64 << 20),
        Sync = options.SpoolSync,
    };

    private static async Task StopOnFailureAsync(Task loop, CancellationTokenSource failed)
    {
        try
        {
            await loop;
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    private async Task<SourceException?> RunSourceAsync(ISampleSource source, CancellationToken stop)
    {
        try
        {
            await Task.Run(() => source.RunAsync(batcher, stop), stop);
            logger.SourceEnded(source.Name);
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (SourceException error)
        {
            logger.SourceFailed(source.Name, error.Message);
            return error;
        }
        catch (Exception error)
        {
            logger.SourceFailed(source.Name, error.Message);
            return new SourceException($"{source.Name}: {error.Message}", error);
        }
    }

    private async Task MaintainAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.SpoolInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                spool.Maintain();
        }
        catch (OperationCanceledException)
        {
            // The agent ends; closing the spool does the rest.
        }
    }
}
