using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>The times of a piece, strictly ascending. Safe for concurrent use.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bounds">Of each vector the first and the last time.</param>
/// <param name="Column">The column of times (Columns/FORMAT.md).</param>
internal sealed record PieceTimes(int Count, ReadOnlyMemory<long> Bounds, ReadOnlyMemory<byte> Column)
{
    /// <summary>What it takes in memory, about.</summary>
    public long Bytes => 160 + ((long)Bounds.Length * sizeof(long)) + Column.Length;

    /// <summary>The first time of a vector.</summary>
    public long First(int vector) => Bounds.Span[2 * vector];

    /// <summary>The last time of a vector.</summary>
    public long Last(int vector) => Bounds.Span[(2 * vector) + 1];

    /// <exception cref="ColumnFormatException">The bytes are none of a column of so many times.</exception>
    public long[] Decode() => ColumnCodec.DecodeTimes(Column.Span, Count);

    /// <summary>Some in a row, as many as there is room for, without decoding the others.</summary>
    /// <exception cref="ColumnFormatException">As <see cref="Decode()"/>.</exception>
    public void Decode(int from, Span<long> times) => ColumnKernels.DecodeRange(Column.Span, Count, from, times);

    /// <summary>Index of the first sample of the vectors that share a time with the range, and after the last; twice the same when none does.</summary>
    public (int Start, int End) Within(TimeRange range)
    {
        var (vector, vectors) = (0, Bounds.Length / 2);
        while (vector < vectors && Last(vector) < range.From)
            vector++;
        var start = Math.Min(vector * PieceColumns.VectorLength, Count);
        while (vector < vectors && First(vector) < range.To)
            vector++;
        return (start, Math.Min(vector * PieceColumns.VectorLength, Count));
    }

    /// <summary>For each of ascending times the index of the first sample at or after it.</summary>
    /// <exception cref="ColumnFormatException">As <see cref="Decode()"/>.</exception>
    public int[] IndexOf(ReadOnlySpan<long> sought)
    {
        var indices = new int[sought.Length];
        ColumnKernels.IndexOfTimes(Column.Span, Count, sought, indices);
        return indices;
    }
}
