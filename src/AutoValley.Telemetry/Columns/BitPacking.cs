using System.Buffers.Binary;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Fields of 0 to 64 bits without gaps, the first in the lowest bits of the first byte.</summary>
internal static class BitPacking
{
    private const int WordBytes = sizeof(ulong);
    private const int WordBits = 64;

    /// <summary>Packs the low bits of fields.</summary>
    /// <param name="fields">The fields, and behind them <see cref="BitFolding.Room"/> of any content; overwritten.</param>
    /// <param name="count">How many fields.</param>
    /// <param name="width">Bits of a field, 0 to 64.</param>
    /// <param name="destination">Exactly the bytes needed.</param>
    /// <param name="level">How.</param>
    public static void Pack(Span<ulong> fields, int count, int width, Span<byte> destination, SimdLevel level)
    {
        if (width == 0 || count == 0)
            return;
        BitFolding.Fold(fields, ref count, ref width, level);
        var (pending, filled, at) = (0UL, 0, 0);
        foreach (var bits in fields[..(count - 1)])
        {
            pending |= bits << filled;
            filled += width;
            if (filled < WordBits)
                continue;
            BinaryPrimitives.WriteUInt64LittleEndian(destination[at..], pending);
            at += WordBytes;
            filled -= WordBits;
            pending = filled == 0 ? 0 : bits >> (width - filled);
        }
        // The last may be folded of fewer fields than the others and so end before them.
        var last = fields[count - 1];
        pending |= last << filled;
        for (var written = 0; at < destination.Length; at++, pending >>= 8, written += 8)
        {
            if (written == WordBits)
                pending = last >> (WordBits - filled);
            destination[at] = (byte)pending;
        }
    }
}
