using AutoValley.Edge.Batching;
using AutoValley.Edge.Collecting;
using AutoValley.Edge.Driver;
using AutoValley.Edge.Ordering;
using AutoValley.Edge.Reporting;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Running;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Uplink;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge;

/// <summary>One vehicle's agent: its sources' samples become batches, lie in the spool, and leave it when the server has them durable.</summary>
public sealed class Agent : IAsyncDisposable
{
    private readonly IReadOnlyList<ISampleSource> first;
    private readonly Func<AgentOptions, IUplinkConnector> connectors;
    private readonly UplinkOptions uplinkOptions;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly SignalRegistry registry = new();
    private readonly SampleLedger ledger = new();
    private readonly Batcher batcher;
    private readonly Collector collector;
    private readonly CommandDesk desk;
    private readonly DriverPort driver;
    private readonly SourceSet sources;
    private readonly StatusReporter reporter;
    private readonly SemaphoreSlim reloading = new(1);
    private readonly Lock changing = new();
    private AgentOptions options;
    private volatile AgentSession session;
    private (AgentOptions Options, TaskCompletionSource Done)? next;
    private volatile SampleDrops earlierDrops = new();
    private bool isOver;

    /// <summary>Opens the spool and begins a session; nothing is read or published yet.</summary>
    /// <exception cref="ArgumentException">Options are wrong; the message has one line each.</exception>
    /// <exception cref="SpoolException">The spool is in use by another agent, of another vehicle, or not usable.</exception>
    public Agent(AgentOptions options, IReadOnlyList<ISampleSource> sources, TimeProvider clock, ILoggerFactory loggers)
        : this(options, sources, of => new MqttUplinkConnector(of, clock), new UplinkOptions(), (clock, loggers))
    {
    }

    internal Agent(
        AgentOptions options, IReadOnlyList<ISampleSource> sources, Func<AgentOptions, IUplinkConnector> connectors, UplinkOptions uplinkOptions,
        (TimeProvider Clock, ILoggerFactory Loggers) host)
    {
        if (options.Errors() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join('\n', errors), nameof(options));
        (this.options, first, this.connectors, this.uplinkOptions, clock) = (options, sources, connectors, uplinkOptions, host.Clock);
        logger = host.Loggers.CreateLogger<Agent>();
        batcher = new Batcher(registry, new BatchingOptions { Bytes = options.BatchBytes }, clock) { Taken = ledger.Take };
        collector = new Collector(batcher, options.CollectingBufferBytes, batcher.Urgent);
        this.sources = new SourceSet(collector, clock, logger);
        reporter = new StatusReporter(() => Status, () => this.options.Clock, clock);
        driver = new DriverPort(IsOnline, clock, logger);
        session = Open(options);
        // The session has the folder to itself.
        desk = new CommandDesk(new SchemeKeeper(collector, new SchemeStore(options.SpoolFolder, logger), logger), driver, clock, logger);
    }

    /// <summary>Counts now.</summary>
    public AgentStatus Status
    {
        get
        {
            var now = session.Status;
            return now with
            {
                SamplesRead = batcher.Samples, Sources = sources.Reports, Collecting = collector.Status, SamplesDropped = earlierDrops + now.SamplesDropped,
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
        var showing = driver.RunAsync(failed.Token);
        var reading = ReadAsync(failed.Token);
        try
        {
            while (!await session.RunAsync(failed))
                BeginNext();
        }
        catch
        {
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            lock (changing)
            {
                isOver = true;
                next?.Done.TrySetCanceled(CancellationToken.None);
            }
            await failed.CancelAsync();
            await showing;
        }
        if (await reading is { } failure)
            throw failure;
    }

    /// <summary>
    /// Goes on with other options and sources, without losing a sample: sources that are in both lists run on, and other options begin another session
    /// at the next batch.
    /// </summary>
    /// <exception cref="ArgumentException">Options are wrong; nothing changed.</exception>
    /// <exception cref="SpoolException">The other spool is unusable; nothing changed, but for a new session.</exception>
    /// <exception cref="OperationCanceledException">The agent ended meanwhile.</exception>
    public async Task ReloadAsync(AgentOptions wanted, IReadOnlyList<ISampleSource> wantedSources)
    {
        if (wanted.Errors() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join('\n', errors), nameof(wanted));
        await reloading.WaitAsync();
        try
        {
            if (wanted != options)
            {
                var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                lock (changing)
                {
                    if (isOver)
                        throw new OperationCanceledException("the agent ended");
                    next = (wanted, done);
                }
                await session.LeaveAsync();
                await done.Task;
            }
            if (!await sources.ReplaceAsync(wantedSources))
                throw new OperationCanceledException("all sources ended");
        }
        finally
        {
            reloading.Release();
        }
    }

    /// <summary>Closes the spool.</summary>
    public ValueTask DisposeAsync()
    {
        batcher.Dispose();
        session.Dispose();
        driver.Dispose();
        ledger.Dispose();
        sources.Dispose();
        reloading.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool IsOnline() => session.Status.Connected;

    private AgentSession Open(AgentOptions of)
    {
        batcher.Age = of.BatchAge;
        driver.Listen(of.DriverAddress);
        return new AgentSession(
            of, (batcher, registry), connectors(of), LimitsOf(of),
            new SessionHost(clock, logger, ledger, reporter.Next, (payload, orders) => desk.Take(payload.Span, orders)));
    }

    private UplinkOptions LimitsOf(AgentOptions of) =>
        uplinkOptions with { BytesPerSecond = of.UplinkBytesPerSecond, BacklogBytesPerSecond = of.BacklogBytesPerSecond };

    private async Task<SourceException?> ReadAsync(CancellationToken stop)
    {
        sources.Start(first, stop);
        var failure = await sources.WaitAsync();
        batcher.Complete();
        return failure;
    }

    private void BeginNext()
    {
        var (wanted, done) = next!.Value;
        next = null;
        session.Dispose();
        // What was in memory, because the disk took nothing, is lost with it and counted.
        earlierDrops += session.Status.SamplesDropped;
        try
        {
            session = Open(wanted);
            if (wanted.SpoolFolder != options.SpoolFolder)
                desk.KeepSchemesIn(new SchemeStore(wanted.SpoolFolder, logger));
            options = wanted;
            done.SetResult();
        }
        catch (SpoolException unusable)
        {
            try
            {
                session = Open(options);
            }
            finally
            {
                done.SetException(unusable);
            }
        }
    }
}
