using System.Buffers;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Telemetry.Columns;

/// <summary>The first bytes of a column: version and kind, count, and for texts their bytes.</summary>
internal static class ColumnHeaderCodec
{
    private const int VersionShift = 4, KindMask = 0x0F;

    public static void Write(IBufferWriter<byte> output, ColumnHeader header)
    {
        output.Write([(byte)((ColumnFormat.Version << VersionShift) | (int)header.Kind)]);
        output.Varint((ulong)header.Count);
        if (header.Kind == ColumnKind.Text)
            output.Varint((ulong)header.TextBytes);
    }

    /// <summary>Reads a header and its length; false when the bytes begin with none of this version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> column, out ColumnHeader header, out int length)
    {
        (header, length) = (default, 1);
        if (column.IsEmpty || column[0] >> VersionShift != ColumnFormat.Version || (column[0] & KindMask) > (int)ColumnKind.Text)
            return false;
        var kind = (ColumnKind)(column[0] & KindMask);
        if (!TryReadSize(column, ref length, int.MaxValue, out var count))
            return false;
        long textBytes = 0;
        if (kind == ColumnKind.Text && !TryReadSize(column, ref length, long.MaxValue, out textBytes))
            return false;
        header = new ColumnHeader(kind, (int)count, textBytes);
        return true;
    }

    private static bool TryReadSize(ReadOnlySpan<byte> column, ref int at, long maximum, out long size)
    {
        var reader = new WireReader(column[at..]);
        var value = reader.Varint();
        at += reader.Offset;
        size = (long)value;
        return !reader.Failed && value <= (ulong)maximum;
    }
}
