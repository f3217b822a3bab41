using System.Buffers.Binary;

namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>Writes fields of bits, the first in the lowest bits of the first byte, into a span with eight bytes to spare.</summary>
internal ref struct BitWriter(Span<byte> bytes)
{
    private readonly Span<byte> bytes = bytes;
    private ulong pending;
    private int filled;
    private int at;

    /// <summary>Whole bytes that what was written takes.</summary>
    public readonly int Length => at + ((filled + 7) / 8);

    /// <summary>Writes the <paramref name="count"/> bits of a value that has no others; 0 to 56.</summary>
    public void Write(ulong value, int count)
    {
        pending |= value << filled;
        filled += count;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], pending);
        at += filled >> 3;
        pending >>= filled & ~7;
        filled &= 7;
    }
}
