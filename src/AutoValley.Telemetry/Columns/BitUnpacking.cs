using System.Buffers.Binary;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads what <see cref="BitPacking"/> writes.</summary>
internal static class BitUnpacking
{
    private const int WordBytes = sizeof(ulong);
    private const int WordBits = 64;

    // A field that begins in the last bit of a byte and is longer than this ends in the ninth byte.
    private const int OneWordWidth = WordBits - 7;

    /// <summary>The fields. <paramref name="source"/> has exactly the bytes needed.</summary>
    public static void Unpack(ReadOnlySpan<byte> source, int width, Span<ulong> values)
    {
        if (width == 0)
        {
            values.Clear();
            return;
        }
        // Fields whose nine bytes all lie within; then the few at the end, from a copy with room behind.
        var inside = Math.Clamp(((((long)source.Length - WordBytes) * 8) - 1) / width, 0, values.Length);
        UnpackInside(source, 0, width, values[..(int)inside]);
        var firstBit = inside * width;
        Span<byte> tail = stackalloc byte[4 * WordBytes];
        tail.Clear();
        source[(int)(firstBit / 8)..].CopyTo(tail);
        UnpackInside(tail, (int)(firstBit % 8), width, values[(int)inside..]);
    }

    private static void UnpackInside(ReadOnlySpan<byte> source, int firstBit, int width, Span<ulong> values)
    {
        var mask = Mask(width);
        var bit = firstBit;
        for (var index = 0; index < values.Length; index++, bit += width)
        {
            var (at, shift) = (bit >> 3, bit & 7);
            var bits = BinaryPrimitives.ReadUInt64LittleEndian(source[at..]) >> shift;
            if (width > OneWordWidth)
                bits |= ((ulong)source[at + WordBytes] << 1) << (WordBits - 1 - shift);
            values[index] = bits & mask;
        }
    }

    private static ulong Mask(int width) => ulong.MaxValue >> (WordBits - width);
}
