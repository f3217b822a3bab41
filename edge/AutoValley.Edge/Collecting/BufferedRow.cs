using System.Buffers.Binary;
using System.Text;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Collecting;

/// <summary>
/// Samples of one group and time as bytes. A value has a bit for each scheme that wants it, and the shortest of a few forms. Used again and again.
/// <code>
/// row    group:int32 time:int64 value…
/// value  member shifted left by 2 with the form (varint), mask:uint32, then by form
///        0: double, 1: float, 2: integer or boolean as zigzag varint, 3: text as length (varint) and UTF-8
/// </code>
/// </summary>
internal sealed class BufferedRow
{
    /// <summary>Bytes of group and time.</summary>
    public const int HeadBytes = sizeof(int) + sizeof(long);

    private const int Double = 0, Float = 1, Integer = 2, Text = 3;

    private byte[] bytes = new byte[1024];
    private int length;

    /// <summary>The serialised row.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    /// <summary>Whether it has no value.</summary>
    public bool IsEmpty => length == HeadBytes;

    /// <summary>The group's id.</summary>
    public int Group => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    /// <summary>Event time, Unix nanoseconds.</summary>
    public long Time => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(sizeof(int)));

    /// <summary>Begins a row.</summary>
    public void Begin(int group, long time)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, group);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(int)), time);
        length = HeadBytes;
    }

    /// <summary>Adds a value of the member of a group, for the schemes of a mask.</summary>
    public void Add(int member, uint mask, in SampleValue value)
    {
        var text = value.Type == SignalType.Text ? value.Text : "";
        // Two varints and a mask, and the value.
        Reserve(24 + sizeof(double) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var form = FormOf(value);
        Varint((ulong)member << 2 | (uint)form);
        BinaryPrimitives.WriteUInt32LittleEndian(Grow(sizeof(uint)), mask);
        if (form == Double)
            BinaryPrimitives.WriteDoubleLittleEndian(Grow(sizeof(double)), value.Double);
        else if (form == Float)
            BinaryPrimitives.WriteSingleLittleEndian(Grow(sizeof(float)), (float)value.Double);
        else if (form == Integer)
            Varint(ZigZag.Encode(value.Type == SignalType.Boolean ? (value.Boolean ? 1 : 0) : value.Integer));
        else
        {
            Varint((ulong)Encoding.UTF8.GetByteCount(text));
            length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
        }
    }

    /// <summary>Room for a row of so many bytes, to be filled in.</summary>
    public Span<byte> Load(int size)
    {
        length = 0;
        Reserve(size);
        return Grow(size);
    }

    /// <summary>Takes the values that a scheme wants, and takes all schemes' bits off them.</summary>
    /// <param name="bit">The scheme's.</param>
    /// <param name="types">Of the group's members.</param>
    /// <param name="values">By member; those of no type stay as they are.</param>
    /// <returns>Whether there was one.</returns>
    public bool Take(uint bit, ReadOnlySpan<SignalType> types, Span<SampleValue> values)
    {
        var any = false;
        for (var at = HeadBytes; at < length;)
        {
            var head = ReadVarint(ref at);
            var mask = bytes.AsSpan(at, sizeof(uint));
            at += sizeof(uint);
            var (member, isWanted) = ((int)(head >> 2), (BinaryPrimitives.ReadUInt32LittleEndian(mask) & bit) != 0);
            if (!isWanted)
            {
                at += SizeOf((int)(head & 3), at);
                continue;
            }
            values[member] = ReadValue((int)(head & 3), types[member], ref at);
            mask.Clear();
            any = true;
        }
        return any;
    }

    /// <summary>Values that no scheme has got.</summary>
    public int CountLeft()
    {
        var count = 0;
        for (var at = HeadBytes; at < length;)
        {
            var head = ReadVarint(ref at);
            count += BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) != 0 ? 1 : 0;
            at += sizeof(uint);
            at += SizeOf((int)(head & 3), at);
        }
        return count;
    }

    private static int FormOf(in SampleValue value) => value.Type switch
    {
        SignalType.Text => Text,
        // The bits have to be the same afterwards, those of a NaN and of -0 too.
        SignalType.Double => BitConverter.DoubleToInt64Bits((float)value.Double) == BitConverter.DoubleToInt64Bits(value.Double) ? Float : Double,
        _ => Integer,
    };

    private SampleValue ReadValue(int form, SignalType type, ref int at)
    {
        var start = at;
        at += SizeOf(form, at);
        switch (form)
        {
            case Double:
                return SampleValue.Of(BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(start)));
            case Float:
                return SampleValue.Of((double)BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(start)));
            case Integer:
                var integer = ZigZag.Decode(ReadVarint(ref start));
                return type == SignalType.Boolean ? SampleValue.Of(integer != 0) : SampleValue.Of(integer);
            default:
                var count = (int)ReadVarint(ref start);
                return SampleValue.Of(Encoding.UTF8.GetString(bytes, start, count));
        }
    }

    private int SizeOf(int form, int at)
    {
        if (form is Double or Float)
            return form == Double ? sizeof(double) : sizeof(float);
        var end = at;
        var value = ReadVarint(ref end);
        return end - at + (form == Text ? (int)value : 0);
    }

    private ulong ReadVarint(ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
    }

    private Span<byte> Grow(int size)
    {
        length += size;
        return bytes.AsSpan(length - size, size);
    }

    private void Reserve(int size)
    {
        if (bytes.Length - length < size)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + size));
    }
}
