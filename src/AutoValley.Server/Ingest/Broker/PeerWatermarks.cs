using System.Collections.Concurrent;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Ingest.Broker;

/// <summary>
/// What other servers behind the same broker made durable. A session's batches are split over them, so each would see a hole where another one has the
/// batch: here such holes are settled. The watermark stays true, for a vehicle asks whether its batch is durable, not where.
/// </summary>
internal sealed class PeerWatermarks(ICatalogue catalogue, ISampleStore store)
{
    /// <summary>
    /// Widest hole that is settled. What this server missed while it was away may be millions of numbers: they stay one hole, which costs nothing, and
    /// settling costs a record in the journal a number.
    /// </summary>
    public const ulong MaximumHole = 1_024;

    // Of each session all that others told: few ranges, as holes close.
    private readonly ConcurrentDictionary<Session, SequenceRanges> told = new();

    /// <summary>Takes a watermark of another server; one that cannot be read, or of a session that is not known here, means nothing to this one.</summary>
    public void Take(VehicleName vehicle, ReadOnlySpan<byte> payload)
    {
        if (!WatermarkCodec.TryRead(payload, out var id, out var durable) || catalogue.FindVehicle(vehicle) is not { } known
            || catalogue.FindSession(known, id) is not { } session)
            return;
        var others = told.GetOrAdd(session, _ => new SequenceRanges());
        lock (others)
        {
            foreach (var range in durable)
                others.Add(range);
        }
        SettleHoles(session);
    }

    /// <summary>Settles what others have told; to be asked again when the own watermark has moved, as what they had told before may be a hole only now.</summary>
    public void SettleHoles(Session session)
    {
        if (!told.TryGetValue(session, out var others))
            return;
        lock (others)
        {
            var own = store.GetWatermark(session);
            for (var next = 1; next < own.Count; next++)
                Settle(session, new SequenceRange(own[next - 1].Last + 1, own[next].First - 1), others);
        }
    }

    private void Settle(Session session, SequenceRange hole, SequenceRanges others)
    {
        if (hole.Count > MaximumHole)
            return;
        for (var sequence = hole.First; sequence <= hole.Last; sequence++)
        {
            if (others.Contains(sequence))
                store.Settle(session, sequence);
        }
    }
}
