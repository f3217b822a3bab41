using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Reads a block of differences and adds them up: in one pass where there is one, in two elsewhere.</summary>
internal static class DeltaBlockReader
{
    /// <summary>Reads what follows the head, one difference fewer than values, and makes the values.</summary>
    public static void Read<TFinish>(ref ColumnReader reader, in BlockHead head, long first, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        if (DeltaUnpacking512.IsSupported && reader.Level == SimdLevel.Vector512 && values.Length >= SimdLevels.LeastCount
            && head.Width <= DeltaUnpacking512.MaximumWidth && !head.IsCoded)
        {
            ReadAtOnce(ref reader, head, first, values, finish);
            return;
        }
        PackedBlockReader.ReadFields(ref reader, head, values[..^1], default(Unchanged));
        PrefixSums.Add(values, first, finish, reader.Level);
    }

    [SkipLocalsInit]
    private static void ReadAtOnce<TFinish>(ref ColumnReader reader, in BlockHead head, long first, scoped Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        var source = reader.Fields(values.Length - 1, head.Width);
        Span<long> space = stackalloc long[head.Exceptions * 2];
        if (head.Exceptions > 0)
            PackedBlockReader.ReadExceptions(ref reader, head, values.Length - 1, space);
        var exceptions = new BlockExceptions(space);
        var (done, put) = (0, 0);
        if (exceptions.IsAscending)
        {
            done = DeltaUnpacking512.Count(source.Length, head.Width, values.Length);
            first = DeltaUnpacking512.Read(source, head, first, values[..done], exceptions, finish, out put);
        }
        // What is left at the end of a column, or has exceptions out of order.
        var rest = values[done..];
        if (rest.IsEmpty)
            return;
        BitUnpacking.Unpack(source[(int)((long)done * head.Width / 8)..], head.Width, 0, rest[..^1], default(Unchanged), reader.Level);
        Elementwise.Scale(rest[..^1], head.Base, head.Factor, default(Unchanged), reader.Level);
        exceptions.PutBack(rest, put, done, default(Unchanged));
        PrefixSums.Add(rest, first, finish, reader.Level);
    }
}
