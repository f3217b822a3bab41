using AutoValley.Edge.Batching;
using AutoValley.Edge.Ordering;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge;

/// <summary>One session of an agent: what the batcher closes is numbered, spooled, and leaves the spool when the server has it durable.</summary>
internal sealed class AgentSession : IOrders, IDisposable
{
    private readonly AgentOptions options;
    private readonly TimeProvider clock;
    private readonly BatchSpool spool;
    private readonly UplinkState state;
    private readonly BatchUplink uplink;
    private readonly BatchPump pump;
    private readonly CancellationTokenSource replaced = new();

    /// <summary>Opens the spool; nothing is read or published yet.</summary>
    /// <exception cref="SpoolException">The spool is in use by another agent, of another vehicle, or not usable.</exception>
    public AgentSession(
        AgentOptions options, (Batcher Batcher, SignalRegistry Registry) samples, IUplinkConnector connector, UplinkOptions uplinkOptions,
        SessionHost host)
    {
        (this.options, clock) = (options, host.Clock);
        var session = SessionId.New();
        spool = BatchSpool.Open(SpoolOptionsOf(options, host), session, host.Logger);
        state = new UplinkState(spool, session, new Outbox(uplinkOptions, host.Logger), clock, host.Logger)
        {
            Report = host.Report,
            Ledger = host.Ledger,
            Command = payload => host.Command(payload, this),
        };
        uplink = new BatchUplink(connector, state, uplinkOptions, clock);
        pump = new BatchPump(samples.Batcher, samples.Registry, state, options, clock);
        host.Logger.AgentStarted(options.Vehicle, session, spool.Status.Batches);
    }

    /// <summary>Counts now; those of the sources are the agent's.</summary>
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
                SamplesPublished = pump.Samples,
                SamplesDurable = held.DurableSamples,
                BacklogSamplesDurable = held.DurableBacklogSamples,
                SamplesDropped = held.Drops,
                BatchesSpooled = held.AppendedBatches,
                BatchesSent = state.BatchesSent,
                BatchesDurable = held.DurableBatches,
                SpoolBatches = held.Batches,
                SpoolSamples = held.Samples,
                SpoolBytes = held.Bytes,
                SpoolArchiveBytes = held.ArchivedBytes,
                SpoolOldestAge = held.OldestAge,
                SpoolFault = held.Fault,
            };
        }
    }

    /// <summary>Ends <see cref="RunAsync"/> after the batch that is being spooled, so that another session can go on with the same batcher.</summary>
    public Task LeaveAsync() => replaced.CancelAsync();

    /// <summary>
    /// Runs until the batcher is completed and everything spooled is durable; or, told to stop, until the last batch is spooled and the connection closed;
    /// or until it is to be replaced.
    /// </summary>
    /// <param name="stop">Stops it; cancelled by it when a part of it fails.</param>
    /// <returns>Whether it was the last one: false when it is to be replaced.</returns>
    public async Task<bool> RunAsync(CancellationTokenSource stop)
    {
        using var left = new CancellationTokenSource();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, replaced.Token);
        var publishing = StopOnFailureAsync(uplink.RunAsync(left.Token), stop);
        var maintaining = StopOnFailureAsync(MaintainAsync(left.Token), stop);
        var pumping = StopOnFailureAsync(pump.RunAsync(replaced.Token), stop);
        await pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await state.DrainAsync(ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await left.CancelAsync();
        await Task.WhenAll(pumping, publishing, maintaining);
        return !replaced.IsCancellationRequested;
    }

    /// <inheritdoc/>
    public void Run(RunAction action, string name) => state.Outbox.Add(new RunCommand(action, name, UnixTime.Now(clock)));

    /// <inheritdoc/>
    public long Resend(long from, long to)
    {
        if (options.SpoolArchiveBytes == 0)
            throw new NotSupportedException("this agent archives nothing: give spool.archiveMebibytes in its configuration");
        return spool.Resend(from, to - 1).Batches;
    }

    /// <summary>Closes the spool.</summary>
    public void Dispose()
    {
        state.Dispose();
        spool.Dispose();
        replaced.Dispose();
    }

    private static SpoolOptions SpoolOptionsOf(AgentOptions options, SessionHost host) => new()
    {
        Folder = options.SpoolFolder,
        Vehicle = options.Vehicle,
        MaximumBytes = options.SpoolMaximumBytes,
        SegmentBytes = (int)Math.Clamp(options.SpoolMaximumBytes / 256, 4 << 20, 64 << 20),
        MaximumAge = options.SpoolMaximumAge,
        ArchiveBytes = options.SpoolArchiveBytes,
        Clock = host.Clock,
        Ledger = host.Ledger,
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
            // The session ends; closing the spool does the rest.
        }
    }
}
