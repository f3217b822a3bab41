using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Writes into a span that is long enough.</summary>
internal ref struct ColumnWriter(Span<byte> bytes, SimdLevel level, ColumnEffort effort)
{
    private readonly Span<byte> bytes = bytes;

    public int Position { get; private set; }

    /// <summary>How the passes over what is written work.</summary>
    public SimdLevel Level { get; } = level;

    /// <summary>What is tried for a vector of integers.</summary>
    public IntegerChoices Choices { get; } = IntegerPlanner.Usual | (effort == ColumnEffort.Smallest ? IntegerChoices.Coded : 0);

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

    /// <summary>The low bits of so many fields, which are overwritten; behind them is <see cref="BitFolding.Room"/>.</summary>
    public void Packed(scoped Span<ulong> fields, int count, int width) =>
        BitPacking.Pack(fields, count, width, Space(ColumnFormat.PackedBytes(count, width)), Level);

    public Span<byte> Space(int length)
    {
        Position += length;
        return bytes.Slice(Position - length, length);
    }
}
