using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace AutoValley.Telemetry.Batches;

/// <summary>Writes protobuf fields as generated code does: numbers that are 0 and texts that are empty are left out.</summary>
internal static class WireWriter
{
    public static int VarintSize(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    public static void Varint(this IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        output.Advance(length);
    }

    public static void Tag(this IBufferWriter<byte> output, int field, WireType type) => output.Varint(((uint)field << 3) | (uint)type);

    public static void VarintField(this IBufferWriter<byte> output, int field, ulong value)
    {
        if (value == 0)
            return;
        output.Tag(field, WireType.Varint);
        output.Varint(value);
    }

    public static void Fixed64Field(this IBufferWriter<byte> output, int field, long value)
    {
        if (value == 0)
            return;
        output.Tag(field, WireType.Fixed64);
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public static void BytesField(this IBufferWriter<byte> output, int field, ReadOnlySpan<byte> bytes)
    {
        output.Tag(field, WireType.Bytes);
        output.Varint((ulong)bytes.Length);
        output.Write(bytes);
    }

    public static void TextField(this IBufferWriter<byte> output, int field, string text)
    {
        if (text.Length > 0)
            output.BytesField(field, Encoding.UTF8.GetBytes(text));
    }

    public static void SessionField(this IBufferWriter<byte> output, int field, SessionId session)
    {
        Span<byte> bytes = stackalloc byte[SessionId.Size];
        session.WriteTo(bytes);
        output.BytesField(field, bytes);
    }
}
