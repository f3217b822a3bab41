using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads what <see cref="PackedBlock"/> writes.</summary>
internal static class PackedBlockReader
{
    public static void Read(ref ColumnReader reader, scoped Span<long> values) => ReadFields(ref reader, BlockHead.Read(ref reader, values.Length), values);

    /// <summary>Reads what follows the head.</summary>
    public static void ReadFields(ref ColumnReader reader, in BlockHead head, scoped Span<long> values)
    {
        var fields = MemoryMarshal.Cast<long, ulong>(values);
        var source = reader.Fields(values.Length, head.Width);
        if (head is { Factor: 1, Exceptions: 0 })
        {
            BitUnpacking.Unpack(source, head.Width, (ulong)head.Base, fields, reader.Level);
            return;
        }
        BitUnpacking.Unpack(source, head.Width, 0, fields, reader.Level);
        if (head.Exceptions > 0)
            PutBack(ref reader, head, fields);
        Elementwise.Scale(values, head.Base, head.Factor, reader.Level);
    }

    [SkipLocalsInit]
    private static void PutBack(ref ColumnReader reader, in BlockHead head, scoped Span<ulong> fields)
    {
        Span<ulong> positions = stackalloc ulong[head.Exceptions];
        Span<ulong> exceptions = stackalloc ulong[head.Exceptions];
        BitUnpacking.Unpack(reader.Fields(positions.Length, ColumnFormat.PositionBits), ColumnFormat.PositionBits, 0, positions, reader.Level);
        BitUnpacking.Unpack(reader.Fields(exceptions.Length, head.ExceptionWidth), head.ExceptionWidth, 0, exceptions, reader.Level);
        for (var index = 0; index < exceptions.Length; index++)
        {
            if (positions[index] >= (ulong)fields.Length)
                throw reader.Error($"an exception at {positions[index]} of {fields.Length}");
            fields[(int)positions[index]] = (ulong)ZigZag.Decode(exceptions[index]);
        }
    }
}
