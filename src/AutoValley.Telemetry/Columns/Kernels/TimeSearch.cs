using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Finds times in an ascending column of them.</summary>
internal static class TimeSearch
{
    [SkipLocalsInit]
    public static void Find(ReadOnlySpan<byte> column, int maximumCount, ReadOnlySpan<long> sought, Span<int> indices, SimdLevel level)
    {
        Check(sought, indices.Length);
        var reader = ColumnCodec.Open(column, maximumCount, level, out var header);
        if (header.Kind != ColumnKind.Times)
            throw reader.Error($"a column of {header.Kind} where times belong");
        Span<long> scratch = stackalloc long[Math.Min(header.Count, ColumnFormat.VectorLength)];
        var found = 0;
        for (var start = 0; start < header.Count && found < sought.Length; start += ColumnFormat.VectorLength)
        {
            var times = scratch[..Math.Min(ColumnFormat.VectorLength, header.Count - start)];
            // 1. Evenly spaced times are computed.
            var ahead = reader;
            if (TryEven(ref ahead, times.Length, out var first, out var last, out var step))
            {
                for (; found < sought.Length && sought[found] <= last; found++)
                    indices[found] = start + StepsTo(sought[found], first, step);
                reader = ahead;
                continue;
            }
            // 2. Times that end before what is sought, as the next vector's first time tells, are stepped over.
            ahead = reader;
            VectorSkip.Integers(ref ahead, times.Length);
            if (start + times.Length < header.Count && IsNextBefore(ahead, sought[found]))
            {
                reader = ahead;
                continue;
            }
            // 3. Others are read.
            IntegerVectorReader.Read(ref reader, times);
            for (; found < sought.Length && sought[found] <= times[^1]; found++)
                indices[found] = start + FirstAtOrAfter(times, sought[found]);
        }
        indices[found..].Fill(header.Count);
    }

    /// <summary>Reads the vector when it is constant or has one difference throughout, not below 0; false when there is more to it.</summary>
    private static bool TryEven(ref ColumnReader reader, int count, out long first, out long last, out long step)
    {
        (first, last, step) = (0, 0, 0);
        var encoding = (VectorEncoding)reader.Byte();
        if (encoding is not (VectorEncoding.Constant or VectorEncoding.Delta))
            return false;
        last = first = reader.Signed();
        if (encoding == VectorEncoding.Constant)
            return true;
        var head = BlockHead.Read(ref reader, count - 1);
        step = head.Base;
        var end = first + ((Int128)step * (count - 1));
        last = (long)Int128.Clamp(end, long.MinValue, long.MaxValue);
        return head.IsConstant && step >= 0 && end == last;
    }

    private static int StepsTo(long sought, long first, long step) =>
        sought <= first ? 0 : (int)(((ulong)(sought - first) - 1) / (ulong)step) + 1;

    /// <summary>Whether the vector begins with a time before this one; false also where that is not seen without reading it.</summary>
    private static bool IsNextBefore(ColumnReader reader, long sought) =>
        (VectorEncoding)reader.Byte() is VectorEncoding.Constant or VectorEncoding.Delta or VectorEncoding.DeltaDelta or VectorEncoding.Xor
        && reader.Signed() < sought;

    private static void Check(ReadOnlySpan<long> sought, int indices)
    {
        if (sought.Length != indices)
            throw new ArgumentException($"{indices} indices for {sought.Length} times", nameof(indices));
        for (var index = 1; index < sought.Length; index++)
        {
            if (sought[index] < sought[index - 1])
                throw new ArgumentException($"time {sought[index]} after {sought[index - 1]}", nameof(sought));
        }
    }

    private static int FirstAtOrAfter(ReadOnlySpan<long> times, long sought)
    {
        var (from, to) = (0, times.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (times[middle] < sought)
                from = middle + 1;
            else
                to = middle;
        }
        return from;
    }
}
