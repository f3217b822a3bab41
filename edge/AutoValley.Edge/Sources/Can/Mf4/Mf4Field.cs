using System.Buffers.Binary;
using System.Numerics;

namespace AutoValley.Edge.Sources.Can.Mf4;

/// <summary>A channel's place in a record (block CN).</summary>
/// <param name="Name">Without what stands before its last dot.</param>
/// <param name="Kind">0: in the record; 1: an offset of bytes elsewhere; 2: the time.</param>
/// <param name="DataType">0 and 1: unsigned; 2 and 3: signed; 4 and 5: floating point, the odd ones big-endian; 10: bytes.</param>
/// <param name="BitOffset">In its first byte.</param>
/// <param name="ByteOffset">In the record.</param>
/// <param name="BitCount">How many bits.</param>
/// <param name="Data">Link to where its bytes are.</param>
/// <param name="Factor">Of its linear conversion.</param>
/// <param name="Term">Of its linear conversion.</param>
internal sealed record Mf4Field(
    string Name, byte Kind, byte DataType, byte BitOffset, uint ByteOffset, uint BitCount, long Data)
{
    public double Factor { get; init; } = 1;

    public double Term { get; init; }

    private bool IsBigEndian => DataType % 2 == 1 && DataType < 6;

    private bool IsFloat => DataType is 4 or 5;

    /// <summary>Bytes that it touches.</summary>
    public int Bytes => (int)((BitOffset + (ulong)BitCount + 7) / 8);

    /// <summary>Whether it lies in a record of this many bytes, and can be read as a number.</summary>
    public bool FitsAsNumber(int record) =>
        BitCount is > 0 and <= 64 && BitOffset < 8 && Bytes <= 8 && ByteOffset <= record && Bytes <= record - ByteOffset
        && (!IsFloat || (BitOffset == 0 && BitCount is 32 or 64)) && DataType <= 5;

    /// <summary>Its bits.</summary>
    public ulong Bits(ReadOnlySpan<byte> record)
    {
        Span<byte> word = stackalloc byte[8];
        word.Clear();
        var bytes = record.Slice((int)ByteOffset, Bytes);
        bytes.CopyTo(word);
        if (IsBigEndian)
            word[..Bytes].Reverse();
        return (BinaryPrimitives.ReadUInt64LittleEndian(word) >> BitOffset) & (ulong.MaxValue >> (64 - (int)BitCount));
    }

    /// <summary>A time in nanoseconds since the file's start.</summary>
    public Int128 Nanos(ReadOnlySpan<byte> record)
    {
        var bits = Bits(record);
        // Whole numbers of nanoseconds stay whole.
        var factor = Factor * 1e9;
        if (!IsFloat && factor == 1 && Term == 0)
            return DataType is 2 or 3 ? (long)(bits << (64 - (int)BitCount)) >> (64 - (int)BitCount) : (Int128)bits;
        var number = !IsFloat ? bits : BitCount == 64 ? BitConverter.UInt64BitsToDouble(bits) : BitConverter.UInt32BitsToSingle((uint)bits);
        var nanos = Math.Round((number * factor) + (Term * 1e9));
        return double.IsFinite(nanos) && Math.Abs(nanos) < long.MaxValue ? (Int128)nanos : Int128.MaxValue;
    }
}
