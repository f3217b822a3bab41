using AutoValley.Edge.Batching;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge;

/// <summary>Takes closed batches, numbers and encodes them once, and spools them: the one writer of the session's spool.</summary>
internal sealed class BatchPump(Batcher batcher, SignalRegistry registry, UplinkState uplink, AgentOptions options, TimeProvider clock)
{
    private readonly BatchWriter writer = new();
    private byte[] catalog = [];
    private int cataloged;
    private ulong sequence;
    private long samples;
    private long? lastTime;

    /// <summary>Samples batched so far.</summary>
    public long Samples => Interlocked.Read(ref samples);

    /// <summary>Runs until the batcher is completed and empty, or another pump is to go on with it.</summary>
    public async Task RunAsync(CancellationToken replaced)
    {
        try
        {
            while (await batcher.NextAsync(replaced) is { } batch)
            {
                Spool(batch);
                uplink.Progress();
            }
        }
        catch (OperationCanceledException) when (replaced.IsCancellationRequested)
        {
            return;
        }
        if (options.Run is { } run && lastTime is { } last)
            uplink.Outbox.Add(new RunCommand(RunAction.Stop, run, last + 1));
    }

    private void Spool(OpenBatch batch)
    {
        var quality = options.Clock.Quality;
        if (registry.Count is var count && count > cataloged)
        {
            catalog = CatalogCodec.Write(uplink.Session, registry.Snapshot());
            cataloged = count;
        }
        if (options.Run is { } run && lastTime is null)
            uplink.Outbox.Add(new RunCommand(RunAction.Start, run, batch.FirstTime));
        lastTime = Math.Max(lastTime ?? long.MinValue, batch.LastTime);
        writer.Clear();
        batch.WriteTo(writer);
        var payload = writer.ToPayload(uplink.Session, ++sequence, batch.FirstTime, UnixTime.Now(clock), quality);
        uplink.Spool.Append(new BatchFacts(sequence, batch.Samples, batch.FirstTime, batch.LastTime), payload, catalog);
        if (batch.IsUrgent)
            uplink.Urgent.Add(sequence);
        Interlocked.Add(ref samples, batch.Samples);
    }
}
