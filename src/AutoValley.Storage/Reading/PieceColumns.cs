using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>The columns of a piece as they are kept, and what is known of each vector of them.</summary>
/// <param name="Times">Their times, which several pieces may share.</param>
/// <param name="Values">The column of values (Columns/FORMAT.md).</param>
/// <param name="Vectors">Statistics of each vector's values; empty for text.</param>
internal sealed record PieceColumns(PieceTimes Times, ReadOnlyMemory<byte> Values, ReadOnlyMemory<Statistics> Vectors)
{
    /// <summary>Samples of a vector, as the column codec has them; the last one has fewer.</summary>
    public const int VectorLength = 1024;

    /// <summary>How many vectors there are of so many samples.</summary>
    public static int VectorsOf(int count) => (count + VectorLength - 1) / VectorLength;

    /// <exception cref="ColumnFormatException">The bytes are none of a column of so many values.</exception>
    public Samples Decode() => new(Times.Decode(), ColumnCodec.Decode(Values.Span, Times.Count, int.MaxValue));
}

/// <summary>The times of a piece, strictly ascending.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bounds">Of each vector the first and the last time.</param>
/// <param name="Column">The column of times (Columns/FORMAT.md).</param>
internal sealed record PieceTimes(int Count, ReadOnlyMemory<long> Bounds, ReadOnlyMemory<byte> Column)
{
    /// <summary>The first time of a vector.</summary>
    public long First(int vector) => Bounds.Span[2 * vector];

    /// <summary>The last time of a vector.</summary>
    public long Last(int vector) => Bounds.Span[(2 * vector) + 1];

    /// <exception cref="ColumnFormatException">The bytes are none of a column of so many times.</exception>
    public long[] Decode() => ColumnCodec.DecodeTimes(Column.Span, Count);
}
