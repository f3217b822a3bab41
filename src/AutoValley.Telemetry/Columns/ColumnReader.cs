using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads a column's bytes; everything beyond their end or a stated bound is a <see cref="ColumnFormatException"/>.</summary>
internal ref struct ColumnReader(ReadOnlySpan<byte> bytes, int start, SimdLevel level)
{
    private const int MaximumVarintBytes = 10;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position = start;

    public readonly bool AtEnd => position == bytes.Length;

    /// <summary>How the passes over what is read work.</summary>
    public SimdLevel Level { get; } = level;

    public byte Byte()
    {
        if (AtEnd)
            throw Error("the column ends too early");
        return bytes[position++];
    }

    public ulong Varint()
    {
        // Most have one byte.
        if (position < bytes.Length && bytes[position] < 0x80)
            return bytes[position++];
        ulong value = 0;
        for (var index = 0; index < MaximumVarintBytes; index++)
        {
            var one = Byte();
            value |= (ulong)(one & 0x7F) << (7 * index);
            if (one < 0x80)
                return value;
        }
        throw Error("a varint is longer than 10 bytes");
    }

    public long Signed() => ZigZag.Decode(Varint());

    /// <summary>A varint from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public int Count(string what, int minimum, int maximum)
    {
        var count = Varint();
        if (count < (ulong)minimum || count > (ulong)maximum)
            throw Error($"{count} {what}, not {minimum} to {maximum}");
        return (int)count;
    }

    /// <summary>A byte from 0 to <paramref name="maximum"/>.</summary>
    public int Byte(string what, int maximum)
    {
        var value = Byte();
        return value <= maximum ? value : throw Error($"{what} is {value}, at most {maximum}");
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        Skip(length);
        return bytes.Slice(position - length, length);
    }

    /// <summary>Takes what <paramref name="count"/> fields of <paramref name="width"/> bits need, and gives it with all that follows in the column.</summary>
    public ReadOnlySpan<byte> Fields(int count, int width)
    {
        var from = position;
        Skip(ColumnFormat.PackedBytes(count, width));
        return bytes[from..];
    }

    public void Skip(int length)
    {
        if (length > bytes.Length - position)
            throw Error($"{length} bytes expected, {bytes.Length - position} left");
        position += length;
    }

    public readonly void ExpectEnd()
    {
        if (!AtEnd)
            throw Error($"{bytes.Length - position} bytes after the column");
    }

    public readonly ColumnFormatException Error(string reason) => new($"byte {position} of {bytes.Length}: {reason}");
}
