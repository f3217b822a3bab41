using System.Buffers.Binary;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>The first bytes of a payload of the load: when it was sent, and by whom.</summary>
internal static class LoadMark
{
    public static void Write(Span<byte> payload, long timestamp, int publisher)
    {
        BinaryPrimitives.WriteInt64LittleEndian(payload, timestamp);
        BinaryPrimitives.WriteInt32LittleEndian(payload[8..], publisher);
    }

    public static (long Timestamp, int Publisher) Read(ReadOnlySpan<byte> payload) =>
        (BinaryPrimitives.ReadInt64LittleEndian(payload), BinaryPrimitives.ReadInt32LittleEndian(payload[8..]));
}
