using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads what <see cref="PackedBlock"/> writes.</summary>
internal static class PackedBlockReader
{
    public static void Read<TFinish>(ref ColumnReader reader, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish => ReadFields(ref reader, BlockHead.Read(ref reader, values.Length), values, finish);

    /// <summary>Reads what follows the head.</summary>
    public static void ReadFields<TFinish>(ref ColumnReader reader, in BlockHead head, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        var source = reader.Fields(values.Length, head.Width);
        if (head.Factor == 1)
        {
            BitUnpacking.Unpack(source, head.Width, head.Base, values, finish, reader.Level);
            if (head.Exceptions > 0)
                PutBack(ref reader, head, head.Base, values, finish);
            return;
        }
        BitUnpacking.Unpack(source, head.Width, 0, values, default(Unchanged), reader.Level);
        if (head.Exceptions > 0)
            PutBack(ref reader, head, 0, values, default(Unchanged));
        Elementwise.Scale(values, head.Base, head.Factor, finish, reader.Level);
    }

    [SkipLocalsInit]
    private static void PutBack<TFinish>(ref ColumnReader reader, in BlockHead head, long start, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        Span<long> positions = stackalloc long[head.Exceptions];
        Span<long> exceptions = stackalloc long[head.Exceptions];
        var unchanged = default(Unchanged);
        BitUnpacking.Unpack(reader.Fields(positions.Length, ColumnFormat.PositionBits), ColumnFormat.PositionBits, 0, positions, unchanged, reader.Level);
        BitUnpacking.Unpack(reader.Fields(exceptions.Length, head.ExceptionWidth), head.ExceptionWidth, 0, exceptions, unchanged, reader.Level);
        for (var index = 0; index < exceptions.Length; index++)
        {
            var position = (int)positions[index];
            if ((uint)position >= (uint)values.Length)
                throw reader.Error($"an exception at {position} of {values.Length}");
            values[position] = finish.Of(start + ZigZag.Decode((ulong)exceptions[index]));
        }
    }
}
