using AutoValley.Telemetry.Batches;

namespace AutoValley.Telemetry.Columns;

/// <summary>Writes into a span that is long enough.</summary>
internal ref struct ColumnWriter(Span<byte> bytes)
{
    private readonly Span<byte> bytes = bytes;

    public int Position { get; private set; }

    public static int VarintSize(ulong value) => WireWriter.VarintSize(value);

    public static int SignedSize(long value) => VarintSize(ZigZag.Encode(value));

    public void Byte(int value) => bytes[Position++] = (byte)value;

    public void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Byte((int)(value | 0x80));
        Byte((int)value);
    }

    public void Signed(long value) => Varint(ZigZag.Encode(value));

    public void Packed(scoped ReadOnlySpan<ulong> values, int width) =>
        BitPacking.Pack(values, width, Space(ColumnFormat.PackedBytes(values.Length, width)));

    public Span<byte> Space(int length)
    {
        Position += length;
        return bytes.Slice(Position - length, length);
    }
}
