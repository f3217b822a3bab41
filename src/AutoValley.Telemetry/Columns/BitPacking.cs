using System.Buffers.Binary;

namespace AutoValley.Telemetry.Columns;

/// <summary>Fields of 0 to 64 bits without gaps, the first in the lowest bits of the first byte.</summary>
internal static class BitPacking
{
    private const int WordBytes = sizeof(ulong);
    private const int WordBits = 64;

    /// <summary>The low <paramref name="width"/> bits of each value. <paramref name="destination"/> has exactly the bytes needed.</summary>
    public static void Pack(ReadOnlySpan<ulong> values, int width, Span<byte> destination)
    {
        if (width == 0)
            return;
        var mask = Mask(width);
        var (pending, filled, at) = (0UL, 0, 0);
        foreach (var value in values)
        {
            var bits = value & mask;
            pending |= bits << filled;
            filled += width;
            if (filled < WordBits)
                continue;
            BinaryPrimitives.WriteUInt64LittleEndian(destination[at..], pending);
            at += WordBytes;
            filled -= WordBits;
            pending = filled == 0 ? 0 : bits >> (width - filled);
        }
        for (; filled > 0; filled -= 8, pending >>= 8)
            destination[at++] = (byte)pending;
    }

    private static ulong Mask(int width) => ulong.MaxValue >> (WordBits - width);
}
