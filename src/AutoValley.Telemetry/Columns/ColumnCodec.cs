using System.Buffers;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>
/// Writes and reads columns: times, doubles, integers, booleans, texts, each compressed without loss in vectors of 1,024. FORMAT.md in this
/// folder describes every byte. Decoding is bounded by the limits given; hostile bytes give <see cref="ColumnFormatException"/>.
/// </summary>
public static class ColumnCodec
{
    /// <summary>UTF-8 bytes of the texts of a column, each repetition counted, that are decoded when no other limit is given.</summary>
    public const int DefaultMaximumTextBytes = 64 * 1024 * 1024;

    /// <summary>Writes a column of times, Unix nanoseconds, in any order; ascending ones are smallest.</summary>
    public static void EncodeTimes(ReadOnlySpan<long> times, IBufferWriter<byte> output, ColumnEffort effort = ColumnEffort.Fast) =>
        EncodeTimes(times, output, SimdLevels.Best, effort);

    /// <summary>Writes a column of values. In texts, half a surrogate pair becomes U+FFFD.</summary>
    public static void Encode(Values values, IBufferWriter<byte> output, ColumnEffort effort = ColumnEffort.Fast) =>
        Encode(values, output, SimdLevels.Best, effort);

    /// <summary>Reads the kind and the count, and nothing behind them.</summary>
    /// <exception cref="ColumnFormatException">The bytes do not begin as a column of this version.</exception>
    public static ColumnHeader ReadHeader(ReadOnlySpan<byte> column) =>
        TryReadHeader(column, out var header) ? header : throw NoHeader();

    /// <summary>Reads the kind and the count; false when the bytes do not begin as a column of this version.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> column, out ColumnHeader header) => ColumnHeaderCodec.TryRead(column, out header, out _);

    /// <summary>Reads a column of times.</summary>
    /// <exception cref="ColumnFormatException">No column of times, more than <paramref name="maximumCount"/> of them, or bytes left over.</exception>
    public static long[] DecodeTimes(ReadOnlySpan<byte> column, int maximumCount) => DecodeTimes(column, maximumCount, SimdLevels.Best);

    /// <summary>Reads a column of times into memory of the caller; the number of times.</summary>
    /// <exception cref="ColumnFormatException">No column of times, more than <paramref name="times"/> has room for, or bytes left over.</exception>
    public static int DecodeTimesInto(ReadOnlySpan<byte> column, Span<long> times)
    {
        var reader = Open(column, ColumnKind.Times, times.Length, out var count);
        Read(ref reader, times[..count]);
        return count;
    }

    /// <summary>Reads a column of values.</summary>
    /// <exception cref="ColumnFormatException">No column of values, one beyond the limits, or bytes left over.</exception>
    public static Values Decode(ReadOnlySpan<byte> column, int maximumCount, int maximumTextBytes = DefaultMaximumTextBytes) =>
        Decode(column, maximumCount, maximumTextBytes, SimdLevels.Best);

    /// <summary>Reads a column of doubles into memory of the caller; the number of values.</summary>
    /// <exception cref="ColumnFormatException">No column of doubles, more than <paramref name="values"/> has room for, or bytes left over.</exception>
    public static int DecodeInto(ReadOnlySpan<byte> column, Span<double> values)
    {
        var reader = Open(column, ColumnKind.Double, values.Length, out var count);
        Read(ref reader, values[..count]);
        return count;
    }

    /// <summary>Reads a column of integers into memory of the caller; the number of values.</summary>
    /// <exception cref="ColumnFormatException">No column of integers, more than <paramref name="values"/> has room for, or bytes left over.</exception>
    public static int DecodeInto(ReadOnlySpan<byte> column, Span<long> values)
    {
        var reader = Open(column, ColumnKind.Integer, values.Length, out var count);
        Read(ref reader, values[..count]);
        return count;
    }

    /// <summary>Reads a column of booleans into memory of the caller; the number of values.</summary>
    /// <exception cref="ColumnFormatException">No column of booleans, more than <paramref name="values"/> has room for, or bytes left over.</exception>
    public static int DecodeInto(ReadOnlySpan<byte> column, Span<bool> values)
    {
        var reader = Open(column, ColumnKind.Boolean, values.Length, out var count);
        Read(ref reader, values[..count]);
        return count;
    }

    /// <summary>Writes a column of times by passes of a level; the bytes are the same for all.</summary>
    internal static void EncodeTimes(ReadOnlySpan<long> times, IBufferWriter<byte> output, SimdLevel level, ColumnEffort effort = ColumnEffort.Fast)
    {
        ColumnHeaderCodec.Write(output, new ColumnHeader(ColumnKind.Times, times.Length));
        Vectors.Write(output, times, SimdLevels.Usable(level), effort);
    }

    /// <summary>Writes a column of values by passes of a level; the bytes are the same for all.</summary>
    internal static void Encode(Values values, IBufferWriter<byte> output, SimdLevel level, ColumnEffort effort = ColumnEffort.Fast)
    {
        var textBytes = values is Values<string> all ? TextColumn.ByteCount(all.Items.Span) : 0;
        ColumnHeaderCodec.Write(output, new ColumnHeader((ColumnKind)values.Type, values.Count, textBytes));
        level = SimdLevels.Usable(level);
        switch (values)
        {
            case Values<double> doubles:
                Vectors.Write(output, doubles.Items.Span, level, effort);
                break;
            case Values<long> integers:
                Vectors.Write(output, integers.Items.Span, level, effort);
                break;
            case Values<bool> booleans:
                Vectors.Write(output, booleans.Items.Span, level, effort);
                break;
            case Values<string> { Count: > 0 } texts:
                TextColumn.Write(output, texts.Items.Span, textBytes, level, effort);
                break;
        }
    }

    /// <summary>Reads a column of times by passes of a level.</summary>
    internal static long[] DecodeTimes(ReadOnlySpan<byte> column, int maximumCount, SimdLevel level)
    {
        var reader = Open(column, maximumCount, level, out var header);
        if (header.Kind != ColumnKind.Times)
            throw reader.Error($"a column of {header.Kind} where times belong");
        return ReadIntegers(ref reader, header.Count);
    }

    /// <summary>Reads a column of values by passes of a level.</summary>
    internal static Values Decode(ReadOnlySpan<byte> column, int maximumCount, int maximumTextBytes, SimdLevel level)
    {
        var reader = Open(column, maximumCount, level, out var header);
        if (header.TextBytes > maximumTextBytes)
            throw reader.Error($"{header.TextBytes} bytes of text, at most {maximumTextBytes}");
        return header.Kind switch
        {
            ColumnKind.Double => Values.Of(ReadDoubles(ref reader, header.Count)),
            ColumnKind.Integer => Values.Of(ReadIntegers(ref reader, header.Count)),
            ColumnKind.Boolean => Values.Of(ReadBooleans(ref reader, header.Count)),
            ColumnKind.Text => Values.Of(ReadTexts(ref reader, header)),
            _ => throw reader.Error("a column of times where values belong"),
        };
    }

    /// <summary>A reader of what follows the header.</summary>
    /// <exception cref="ColumnFormatException">The bytes do not begin as a column of this version, or there are too many values.</exception>
    internal static ColumnReader Open(ReadOnlySpan<byte> column, int maximumCount, SimdLevel level, out ColumnHeader header)
    {
        if (!ColumnHeaderCodec.TryRead(column, out header, out var length))
            throw NoHeader();
        var reader = new ColumnReader(column, length, level);
        return header.Count <= maximumCount ? reader : throw reader.Error($"{header.Count} values, at most {maximumCount}");
    }

    private static ColumnReader Open(ReadOnlySpan<byte> column, ColumnKind kind, int room, out int count)
    {
        var reader = Open(column, room, SimdLevels.Best, out var header);
        count = header.Count;
        return header.Kind == kind ? reader : throw reader.Error($"a column of {header.Kind} where one of {kind} belongs");
    }

    private static ColumnFormatException NoHeader() => new($"byte 0: no header of column format {ColumnFormat.Version}");

    private static long[] ReadIntegers(ref ColumnReader reader, int count)
    {
        var values = GC.AllocateUninitializedArray<long>(count);
        Read(ref reader, values.AsSpan());
        return values;
    }

    private static double[] ReadDoubles(ref ColumnReader reader, int count)
    {
        var values = GC.AllocateUninitializedArray<double>(count);
        Read(ref reader, values.AsSpan());
        return values;
    }

    private static bool[] ReadBooleans(ref ColumnReader reader, int count)
    {
        var values = GC.AllocateUninitializedArray<bool>(count);
        Read(ref reader, values.AsSpan());
        return values;
    }

    private static string[] ReadTexts(ref ColumnReader reader, ColumnHeader header)
    {
        var values = header.Count == 0 ? [] : TextColumn.Read(ref reader, header);
        reader.ExpectEnd();
        return values;
    }

    private static void Read(ref ColumnReader reader, scoped Span<long> values)
    {
        for (; !values.IsEmpty; values = Vectors.After(values))
            IntegerVectorReader.Read(ref reader, Vectors.First(values));
        reader.ExpectEnd();
    }

    private static void Read(ref ColumnReader reader, scoped Span<double> values)
    {
        for (; !values.IsEmpty; values = Vectors.After(values))
            DoubleVectorReader.Read(ref reader, Vectors.First(values));
        reader.ExpectEnd();
    }

    private static void Read(ref ColumnReader reader, scoped Span<bool> values)
    {
        for (; !values.IsEmpty; values = Vectors.After(values))
            BooleanVectorReader.Read(ref reader, Vectors.First(values));
        reader.ExpectEnd();
    }
}
