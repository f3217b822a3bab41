using System.Buffers;
using System.Buffers.Binary;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sqlite;

/// <summary>The bytes of statistics: of a chunk in its row, and of its vectors as columns. FORMAT.md draws them.</summary>
internal static class StatisticsFormat
{
    /// <summary>Bytes of a chunk's summary.</summary>
    public const int SummaryBytes = sizeof(uint) + (6 * sizeof(double));

    private static readonly Func<ColumnSummary, double>[] Fields =
        [one => one.Min, one => one.Max, one => one.Sum, one => one.SquaredDeviations, one => one.First, one => one.Last];

    public static void WriteSummary(in ColumnSummary summary, Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)summary.Numbers);
        for (var index = 0; index < Fields.Length; index++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[(sizeof(uint) + (index * sizeof(double)))..], Fields[index](summary));
    }

    public static ColumnSummary ReadSummary(ReadOnlySpan<byte> bytes, int count) => new()
    {
        Count = count,
        Numbers = BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        Min = BinaryPrimitives.ReadDoubleLittleEndian(bytes[4..]),
        Max = BinaryPrimitives.ReadDoubleLittleEndian(bytes[12..]),
        Sum = BinaryPrimitives.ReadDoubleLittleEndian(bytes[20..]),
        SquaredDeviations = BinaryPrimitives.ReadDoubleLittleEndian(bytes[28..]),
        First = BinaryPrimitives.ReadDoubleLittleEndian(bytes[36..]),
        Last = BinaryPrimitives.ReadDoubleLittleEndian(bytes[44..]),
    };

    /// <summary>Statistics of each vector.</summary>
    public static ColumnSummary[] Of(Values values)
    {
        var vectors = new ColumnSummary[PieceColumns.VectorsOf(values.Count)];
        for (var index = 0; index < vectors.Length; index++)
        {
            var start = index * PieceColumns.VectorLength;
            vectors[index] = ValueSummary.Of(values, start, Math.Min(PieceColumns.VectorLength, values.Count - start), withDeviations: true);
        }
        return vectors;
    }

    /// <summary>Seven columns, each behind its length.</summary>
    public static void WriteVectors(ColumnSummary[] vectors, IBufferWriter<byte> output)
    {
        WriteColumn(output, Values.Of(Array.ConvertAll(vectors, one => one.Numbers)));
        foreach (var field in Fields)
            WriteColumn(output, Values.Of(Array.ConvertAll(vectors, one => field(one))));
    }

    /// <summary>Reads what <see cref="WriteVectors"/> wrote of so many samples.</summary>
    /// <exception cref="ColumnFormatException">The bytes are not that.</exception>
    public static ColumnSummary[] ReadVectors(ReadOnlySpan<byte> bytes, int count)
    {
        var vectors = new ColumnSummary[PieceColumns.VectorsOf(count)];
        var numbers = ((Values<long>)ReadColumn(ref bytes, vectors.Length, SignalType.Integer)).Items.Span;
        var min = Doubles(ref bytes, vectors.Length);
        var max = Doubles(ref bytes, vectors.Length);
        var sum = Doubles(ref bytes, vectors.Length);
        var squares = Doubles(ref bytes, vectors.Length);
        var first = Doubles(ref bytes, vectors.Length);
        var last = Doubles(ref bytes, vectors.Length);
        for (var index = 0; index < vectors.Length; index++)
        {
            vectors[index] = new ColumnSummary
            {
                Count = Math.Min(PieceColumns.VectorLength, count - (index * PieceColumns.VectorLength)),
                Numbers = numbers[index],
                Min = min[index],
                Max = max[index],
                Sum = sum[index],
                SquaredDeviations = squares[index],
                First = first[index],
                Last = last[index],
            };
        }
        return vectors;
    }

    /// <summary>A column behind its length in two bytes.</summary>
    public static void WriteColumn(IBufferWriter<byte> bytes, Values values)
    {
        var column = new ArrayBufferWriter<byte>();
        ColumnCodec.Encode(values, column);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.GetSpan(sizeof(ushort)), (ushort)column.WrittenCount);
        bytes.Advance(sizeof(ushort));
        bytes.Write(column.WrittenSpan);
    }

    /// <summary>Reads what <see cref="WriteColumn"/> wrote and steps behind it.</summary>
    /// <exception cref="ColumnFormatException">No column of the type with so many values.</exception>
    public static Values ReadColumn(ref ReadOnlySpan<byte> bytes, int count, SignalType type)
    {
        if (bytes.Length < sizeof(ushort) || BinaryPrimitives.ReadUInt16LittleEndian(bytes) is var length && bytes.Length - sizeof(ushort) < length)
            throw new ColumnFormatException("the statistics end too early");
        var values = ColumnCodec.Decode(bytes.Slice(sizeof(ushort), length), count);
        bytes = bytes[(sizeof(ushort) + length)..];
        return values.Type == type && values.Count == count ? values : throw new ColumnFormatException($"{values.Count} {values.Type} statistics");
    }

    private static ReadOnlySpan<double> Doubles(ref ReadOnlySpan<byte> bytes, int count) =>
        ((Values<double>)ReadColumn(ref bytes, count, SignalType.Double)).Items.Span;
}
