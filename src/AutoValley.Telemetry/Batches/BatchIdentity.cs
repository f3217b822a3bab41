using System.Buffers.Binary;

namespace AutoValley.Telemetry.Batches;

/// <summary>Which batch of a vehicle it is.</summary>
/// <param name="Session">The agent's boot that numbered it.</param>
/// <param name="Sequence">Its number in the session, 1 or more.</param>
public readonly record struct BatchIdentity(SessionId Session, ulong Sequence)
{
    /// <summary>
    /// Reads it alone, of a payload that <see cref="BatchView.TryRead"/> refuses for something else; false when the check sum does not fit, so that
    /// the bytes may say anything, or when it has none.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out BatchIdentity identity)
    {
        identity = default;
        var end = payload.Length - TelemetryFields.Batch.ChecksumLength;
        if (end < 0 || payload[end] != TelemetryFields.Batch.ChecksumTag
            || BinaryPrimitives.ReadUInt32LittleEndian(payload[^sizeof(uint)..]) != Crc32C.Compute(payload[..end]))
            return false;
        var reader = new WireReader(payload[..end]);
        var (session, sequence, hasSession) = (default(SessionId), 0UL, false);
        while (reader.Next())
        {
            if (reader.Field == TelemetryFields.Batch.Session)
                hasSession = SessionId.TryRead(reader.BytesField(), out session);
            else if (reader.Field == TelemetryFields.Batch.Sequence)
                sequence = reader.VarintField();
            else
                reader.Skip();
        }
        identity = new BatchIdentity(session, sequence);
        return !reader.Failed && hasSession && sequence > 0;
    }
}
