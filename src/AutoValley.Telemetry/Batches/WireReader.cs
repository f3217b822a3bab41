using System.Buffers.Binary;

namespace AutoValley.Telemetry.Batches;

/// <summary>Protobuf wire types. Groups (3 and 4) are refused: proto3 has none.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>
/// Reads the fields of one protobuf message. The first error sticks: everything after it is zero or empty and <see cref="Next"/> is false.
/// So a loop over <see cref="Next"/> needs one look at <see cref="Failed"/>, after it.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes, int origin = 0)
{
    private const int MaximumVarintBytes = 10;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;

    /// <summary>Number of the field that <see cref="Next"/> came to.</summary>
    public int Field { get; private set; }

    /// <summary>Its type on the wire.</summary>
    public WireType Type { get; private set; }

    /// <summary>Whether the bytes broke the format.</summary>
    public bool Failed { get; private set; }

    /// <summary>Where the reader is, from the start of the payload.</summary>
    public readonly int Offset => origin + position;

    /// <summary>Whether all was read.</summary>
    public readonly bool AtEnd => position == bytes.Length;

    /// <summary>Steps to the next field; its value must then be read or skipped.</summary>
    public bool Next()
    {
        if (Failed || AtEnd)
            return false;
        var tag = Varint();
        (Field, Type) = ((int)(tag >> 3), (WireType)(tag & 7));
        if (tag > uint.MaxValue || Field == 0 || Type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
            Failed = true;
        return !Failed;
    }

    /// <summary>A varint without a field before it.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (var index = 0; index < MaximumVarintBytes && position < bytes.Length; index++)
        {
            var one = bytes[position++];
            value |= (ulong)(one & 0x7F) << (7 * index);
            if (one < 0x80)
                return value;
        }
        Failed = true;
        return 0;
    }

    /// <summary>Value of a varint field.</summary>
    public ulong VarintField() => Expect(WireType.Varint) ? Varint() : 0;

    /// <summary>Value of a sint64 field.</summary>
    public long SignedField() => ZigZag.Decode(VarintField());

    /// <summary>Value of a fixed64 or sfixed64 field.</summary>
    public long Fixed64Field() =>
        Expect(WireType.Fixed64) && Take(sizeof(long)) is { Length: > 0 } span ? BinaryPrimitives.ReadInt64LittleEndian(span.Of(bytes)) : 0;

    /// <summary>Where the bytes of a string, bytes or message field lie, from the start of the payload.</summary>
    public ByteSpan SpanField()
    {
        if (!Expect(WireType.Bytes))
            return default;
        var span = Take(Varint());
        return span with { Start = span.Start + origin };
    }

    /// <summary>The bytes of a string, bytes or message field.</summary>
    public ReadOnlySpan<byte> BytesField() => Expect(WireType.Bytes) ? Take(Varint()).Of(bytes) : default;

    /// <summary>Leaves the field out.</summary>
    public void Skip()
    {
        if (Type == WireType.Varint)
            Varint();
        else
            Take(Type switch { WireType.Fixed64 => sizeof(ulong), WireType.Fixed32 => sizeof(uint), _ => Varint() });
    }

    private bool Expect(WireType type)
    {
        Failed |= Type != type;
        return !Failed;
    }

    private ByteSpan Take(ulong length)
    {
        Failed |= length > (ulong)(bytes.Length - position);
        if (Failed)
            return default;
        var start = position;
        position += (int)length;
        return new ByteSpan(start, (int)length);
    }
}
