using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads what <see cref="PackedBlock"/> writes.</summary>
internal static class PackedBlockReader
{
    public static void Read(ref ColumnReader reader, scoped Span<long> values)
    {
        var start = reader.Signed();
        var head = reader.Byte();
        var width = head & ~PackedBlock.HasExtra;
        var extra = (head & PackedBlock.HasExtra) != 0 ? reader.Byte("the extra byte", PackedBlock.HasFactor | PackedBlock.HasExceptions) : 0;
        if (width > PackedBlock.MaximumWidth)
            throw reader.Error($"fields of {width} bits");
        var factor = (extra & PackedBlock.HasFactor) != 0 ? (long)reader.Varint() : 1;
        var exceptions = (extra & PackedBlock.HasExceptions) != 0 ? reader.Count("exceptions", 0, values.Length) : 0;
        var exceptionWidth = (extra & PackedBlock.HasExceptions) != 0 ? reader.Byte("the exceptions' width", PackedBlock.MaximumWidth) : 0;

        var fields = MemoryMarshal.Cast<long, ulong>(values);
        BitUnpacking.Unpack(reader.Take(ColumnFormat.PackedBytes(values.Length, width)), width, fields);
        if (exceptions > 0)
            PutBack(ref reader, fields, exceptions, exceptionWidth);
        for (var index = 0; index < values.Length; index++)
            values[index] = start + (values[index] * factor);
    }

    [SkipLocalsInit]
    private static void PutBack(ref ColumnReader reader, scoped Span<ulong> fields, int count, int width)
    {
        Span<ulong> positions = stackalloc ulong[count];
        Span<ulong> exceptions = stackalloc ulong[count];
        BitUnpacking.Unpack(reader.Take(ColumnFormat.PackedBytes(count, ColumnFormat.PositionBits)), ColumnFormat.PositionBits, positions);
        BitUnpacking.Unpack(reader.Take(ColumnFormat.PackedBytes(count, width)), width, exceptions);
        for (var index = 0; index < count; index++)
        {
            if (positions[index] >= (ulong)fields.Length)
                throw reader.Error($"an exception at {positions[index]} of {fields.Length}");
            fields[(int)positions[index]] = (ulong)ZigZag.Decode(exceptions[index]);
        }
    }
}
