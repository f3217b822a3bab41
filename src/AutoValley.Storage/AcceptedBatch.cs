using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage;

/// <summary>A validated batch on its way into the journal.</summary>
/// <param name="Session">Its session, with the catalogue that its columns refer to.</param>
/// <param name="Sequence">Its number in the session, 1 or more.</param>
/// <param name="ReceiveTime">The server's clock, Unix nanoseconds.</param>
/// <param name="Payload">The wire bytes as they came. The store's from the call on: the caller must not change or reuse them.</param>
public sealed record AcceptedBatch(Session Session, ulong Sequence, long ReceiveTime, ReadOnlyMemory<byte> Payload)
{
    /// <summary>A batch without a column, which stands in for one that is dealt with otherwise: durable, replayed and sealed like any.</summary>
    internal static AcceptedBatch WithoutSamples(Session session, ulong sequence, long now) => new(
        session, sequence, now, new BatchWriter().ToPayload(session.SessionId, sequence, now, now, ClockQuality.Unknown));
}
