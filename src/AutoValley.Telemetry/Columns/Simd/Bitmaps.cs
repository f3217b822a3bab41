using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Booleans from bits.</summary>
internal static class Bitmaps
{
    /// <summary>Bit i of the bitmap, counted from the lowest of the first byte, is value i. The bitmap has exactly the bytes needed.</summary>
    public static void Read(ReadOnlySpan<byte> bitmap, Span<bool> values, SimdLevel level)
    {
        var index = 0;
        var bytes = MemoryMarshal.AsBytes(values);
        if (Avx2.IsSupported && level >= SimdLevel.Vector256)
        {
            // Byte i of a half takes byte i / 8 of the four bitmap bytes, and of it bit i % 8.
            var places = Vector256.Create(0UL, 0x0101_0101_0101_0101UL, 0x0202_0202_0202_0202UL, 0x0303_0303_0303_0303UL).AsByte();
            var (bits, one) = (Vector256.Create(0x8040_2010_0804_0201UL).AsByte(), Vector256.Create((byte)1));
            ref var to = ref MemoryMarshal.GetReference(bytes);
            for (; index <= bytes.Length - Vector256<byte>.Count; index += Vector256<byte>.Count)
            {
                var word = Vector256.Create(MemoryMarshal.Read<uint>(bitmap[(index / 8)..])).AsByte();
                (Vector256.Equals(Avx2.Shuffle(word, places) & bits, bits) & one).StoreUnsafe(ref to, (nuint)index);
            }
        }
        for (; index < values.Length; index++)
            values[index] = (bitmap[index / 8] >> (index % 8) & 1) != 0;
    }
}
