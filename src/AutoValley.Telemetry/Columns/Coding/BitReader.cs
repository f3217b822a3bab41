using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>Reads fields of bits, the first in the lowest bits of the first byte.</summary>
internal static class BitReader
{
    /// <summary>Bits of a load that are there wherever in a byte it begins.</summary>
    public const int LoadBits = 57;

    /// <summary>Bytes behind the bits that loads may touch: four values of 57 bits begin within the bits, and another load behind them.</summary>
    public const int Margin = (CodedBlock.States * sizeof(ulong)) + sizeof(ulong);

    /// <summary>Reads 0 to 57 bits; eight bytes must be there.</summary>
    public static ulong Read(ref byte bits, ref int position, int count)
    {
        var word = Load(ref bits, position);
        position += count;
        return Lowest(word, count);
    }

    /// <summary>At least 57 bits from a place on; eight bytes must be there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ref byte bits, int position)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bits, position >> 3));
        return (BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word)) >> (position & 7);
    }

    /// <summary>The lowest bits of a word, up to 63.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Lowest(ulong word, int count) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(word, (ulong)count) : word & ((1UL << count) - 1);
}
