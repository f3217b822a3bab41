using AutoValley.Server.Fleet;
using AutoValley.Storage;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Ingest;

/// <summary>Notes each batch that is durable: in the counters, in its vehicle's state, and for the watermark.</summary>
internal sealed class IngestLedger(IngestCounters counters, VehicleStates states, WatermarkQueue watermarks)
{
    /// <summary>A batch is durable, for the first time or again.</summary>
    public AcceptOutcome Note(AcceptedBatch batch, BatchView view, AppendOutcome appended)
    {
        if (appended == AppendOutcome.Duplicate)
        {
            counters.Count(AcceptOutcome.Duplicate, 0);
            // It was sent because its vehicle missed the watermark; of new batches the store's observer tells.
            watermarks.Tell(batch.Session);
            return AcceptOutcome.Duplicate;
        }
        counters.Count(AcceptOutcome.Accepted, view.SampleCount);
        states.Of(batch.Session.Vehicle.Name).Observe(view, batch.ReceiveTime);
        return AcceptOutcome.Accepted;
    }
}
