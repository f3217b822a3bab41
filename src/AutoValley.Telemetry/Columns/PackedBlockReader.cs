using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Coding;
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
        if (head.IsCoded)
        {
            CodedBlockReader.Read(ref reader, head, values, finish);
            return;
        }
        var source = reader.Fields(values.Length, head.Width);
        if (head.Factor == 1)
        {
            BitUnpacking.Unpack(source, head.Width, head.Base, values, finish, reader.Level);
        }
        else
        {
            BitUnpacking.Unpack(source, head.Width, 0, values, default(Unchanged), reader.Level);
            Elementwise.Scale(values, head.Base, head.Factor, finish, reader.Level);
        }
        if (head.Exceptions > 0)
            PutBack(ref reader, head, values, finish);
    }

    /// <summary>Reads the exceptions of a block of <paramref name="count"/> values: what is to stand there, base and factor included.</summary>
    /// <param name="reader">Stands behind the fields.</param>
    /// <param name="head">The block's head.</param>
    /// <param name="count">Their places are below it.</param>
    /// <param name="space">Takes their places and, behind these, their values.</param>
    public static void ReadExceptions(ref ColumnReader reader, in BlockHead head, int count, scoped Span<long> space)
    {
        var positions = space[..head.Exceptions];
        var values = space[head.Exceptions..];
        var unchanged = default(Unchanged);
        BitUnpacking.Unpack(reader.Fields(positions.Length, ColumnFormat.PositionBits), ColumnFormat.PositionBits, 0, positions, unchanged, reader.Level);
        BitUnpacking.Unpack(reader.Fields(values.Length, head.ExceptionWidth), head.ExceptionWidth, 0, values, unchanged, reader.Level);
        for (var index = 0; index < values.Length; index++)
        {
            if (positions[index] >= count)
                throw reader.Error($"an exception at {positions[index]} of {count}");
            values[index] = head.Base + (head.Factor * ZigZag.Decode((ulong)values[index]));
        }
    }

    [SkipLocalsInit]
    private static void PutBack<TFinish>(ref ColumnReader reader, in BlockHead head, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        Span<long> space = stackalloc long[head.Exceptions * 2];
        ReadExceptions(ref reader, head, values.Length, space);
        new BlockExceptions(space).PutBack(values, 0, 0, finish);
    }
}
