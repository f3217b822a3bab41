using System.Text;
using AutoValley.Edge.Spool;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Uplink;

/// <summary>The life of one connection: says online, publishes by the <see cref="SendPlan"/>, reads watermarks and commands, says offline.</summary>
internal sealed class UplinkExchange(IUplinkConnection connection, UplinkState state, UplinkOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly SendPlan plan = new(state.Spool, state.Session, options) { Urgent = state.Urgent };
    private readonly Dictionary<SessionId, byte[]> catalogs = [];
    private readonly List<Task> flights = [];
    private bool statusRefused;

    /// <summary>Runs until it is stopped, which it leaves in good order.</summary>
    /// <exception cref="IOException">The connection was lost.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        if (await connection.SubscribeAsync(stop) is { } refusal)
            state.Logger.CommandsRefused(refusal);
        await ReportAsync(stop);
        state.Connected = true;
        try
        {
            await TalkAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await LeaveAsync();
        }
        finally
        {
            state.Connected = false;
        }
    }

    private async Task TalkAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] loops = [SendAsync(ended.Token), ReadAsync(ended.Token), KeepReportingAsync(ended.Token), connection.Closed.WaitAsync(ended.Token)];
        var first = await Task.WhenAny(loops);
        await ended.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(flights).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
        stop.ThrowIfCancellationRequested();
        throw new IOException("the server closed the connection");
    }

    private async Task KeepReportingAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(options.StatusInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellation))
            await ReportAsync(cancellation);
    }

    private async Task ReportAsync(CancellationToken cancellation)
    {
        var untold = state.Ledger.Untold;
        var answer = await connection.PublishAsync(TopicKind.Status, state.Report(), retain: true, cancellation);
        if (answer.Outcome == PublishOutcome.Accepted && untold > 0)
            state.Ledger.Tell(untold);
        if (answer.Outcome != PublishOutcome.Accepted && !statusRefused)
            state.Logger.StatusRefused(answer.Reason);
        statusRefused = answer.Outcome != PublishOutcome.Accepted;
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            flights.RemoveAll(flight => flight.IsCompleted);
            if (await state.Outbox.TrySendAsync(connection, state.Now, cancellation))
            {
                state.Progress();
                continue;
            }
            if (TryTake(out var batch, out var due))
                await StartAsync(batch, cancellation);
            else
                await state.Wake.WaitAsync(due, cancellation);
        }
    }

    private bool TryTake(out SpooledBatch batch, out TimeSpan? due)
    {
        lock (gate)
        {
            var now = state.Now;
            var holes = plan.Holes;
            due = null;
            var taken = plan.TryTake(now, out batch);
            if (plan.Holes > holes)
            {
                state.Logger.HolesSentAgain(plan.Holes - holes, options.HoleTimeout);
                // Behind a broker it may be another server by now, one that does not know what the batches mean.
                catalogs.Clear();
            }
            if (taken)
                return true;
            due = plan.NextDue(now);
            if (state.Outbox.NextDue(now) is { } run && !(due < run))
                due = run;
            return false;
        }
    }

    private async Task StartAsync(SpooledBatch batch, CancellationToken cancellation)
    {
        var catalog = await EnsureCatalogAsync(batch.Session, cancellation);
        if (catalog.Outcome != PublishOutcome.Accepted)
        {
            Finish(batch, catalog with { Outcome = PublishOutcome.Later });
            return;
        }
        if (state.Spool.Read(batch.Session, batch.Sequence) is not { } payload)
        {
            lock (gate)
                plan.GaveUp(batch);
            state.Progress();
            return;
        }
        state.Sent();
        flights.Add(PublishAsync(batch, payload, cancellation));
    }

    // A batch is of no use before its session's catalogue, so that one is waited for.
    private async ValueTask<PublishAnswer> EnsureCatalogAsync(SessionId session, CancellationToken cancellation)
    {
        var isLive = session == state.Session;
        var isKnown = catalogs.TryGetValue(session, out var known);
        if (isKnown && !isLive || state.Spool.ReadCatalog(session) is not { } catalog || ReferenceEquals(known, catalog))
            return new PublishAnswer(PublishOutcome.Accepted, "");
        // The one that stays on the topic is the live session's.
        var answer = await connection.PublishAsync(TopicKind.Catalog, catalog, retain: isLive, cancellation);
        if (answer.Outcome == PublishOutcome.Accepted)
            catalogs[session] = catalog;
        else if (answer.Outcome == PublishOutcome.Refused)
            state.Logger.CatalogRefused(session, answer.Reason);
        return answer;
    }

    private async Task PublishAsync(SpooledBatch batch, byte[] payload, CancellationToken cancellation)
    {
        try
        {
            Finish(batch, await connection.PublishAsync(TopicKind.Telemetry, payload, retain: false, cancellation));
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The connection's end tells the rest; the next one sends the batch again.
        }
    }

    private void Finish(SpooledBatch batch, PublishAnswer answer)
    {
        lock (gate)
        {
            switch (answer.Outcome)
            {
                case PublishOutcome.Accepted:
                    plan.Accepted(batch, state.Now);
                    break;
                case PublishOutcome.Later:
                    state.LastError = answer.Reason;
                    if (plan.Later(batch, state.Now) is { } pause)
                        state.Logger.PutOff(answer.Reason, pause);
                    break;
                default:
                    plan.GaveUp(batch);
                    state.Spool.Refuse(batch.Session, batch.Sequence);
                    state.Logger.BatchRefused(batch.Session, batch.Sequence, answer.Reason);
                    break;
            }
        }
        state.Progress();
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var (topic, payload) = await connection.ReadAsync(cancellation);
            if (topic == TopicKind.Command)
            {
                TakeCommand(payload);
                continue;
            }
            if (!WatermarkCodec.TryRead(payload.Span, out var session, out var ranges))
            {
                state.Logger.WatermarkUnusable(payload.Length);
                continue;
            }
            var durable = state.Spool.Acknowledge(session, ranges);
            lock (gate)
            {
                foreach (var sequence in durable)
                    plan.Acknowledged(session, sequence);
            }
            state.Progress();
        }
    }

    private void TakeCommand(ReadOnlyMemory<byte> payload)
    {
        if (state.Command(payload) is { } answer)
            state.Outbox.Add(answer);
        state.Progress();
    }

    private async Task LeaveAsync()
    {
        using var limit = new CancellationTokenSource(options.Farewell, clock);
        try
        {
            while (await state.Outbox.TrySendAsync(connection, state.Now, limit.Token))
                state.Progress();
            await connection.PublishAsync(TopicKind.Status, Encoding.UTF8.GetBytes(Topics.Offline), retain: true, limit.Token);
            await connection.DisconnectAsync(limit.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            state.Logger.FarewellFailed(error.Message);
        }
    }
}
