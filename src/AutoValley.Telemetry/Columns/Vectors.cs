using System.Buffers;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>A column as vectors of 1,024, the last one of what is left.</summary>
internal static class Vectors
{
    public static Span<T> First<T>(Span<T> values) => values[..Math.Min(ColumnFormat.VectorLength, values.Length)];

    public static Span<T> After<T>(Span<T> values) => values[Math.Min(ColumnFormat.VectorLength, values.Length)..];

    public static ReadOnlySpan<T> First<T>(ReadOnlySpan<T> values) => values[..Math.Min(ColumnFormat.VectorLength, values.Length)];

    public static ReadOnlySpan<T> After<T>(ReadOnlySpan<T> values) => values[Math.Min(ColumnFormat.VectorLength, values.Length)..];

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<long> values, SimdLevel level, ColumnEffort effort = ColumnEffort.Fast)
    {
        for (; !values.IsEmpty; values = After(values))
        {
            var vector = First(values);
            var writer = new ColumnWriter(output.GetSpan(ColumnFormat.MaximumVectorBytes(vector.Length)), level, effort);
            IntegerVector.Write(ref writer, vector);
            output.Advance(writer.Position);
        }
    }

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<double> values, SimdLevel level, ColumnEffort effort = ColumnEffort.Fast)
    {
        var search = new DecimalSearch();
        var linear = new LinearSearch();
        for (; !values.IsEmpty; values = After(values))
        {
            var vector = First(values);
            var writer = new ColumnWriter(output.GetSpan(ColumnFormat.MaximumVectorBytes(vector.Length)), level, effort);
            DoubleVector.Write(ref writer, vector, ref search, ref linear);
            output.Advance(writer.Position);
        }
    }

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<bool> values, SimdLevel level, ColumnEffort effort = ColumnEffort.Fast)
    {
        for (; !values.IsEmpty; values = After(values))
        {
            var vector = First(values);
            var writer = new ColumnWriter(output.GetSpan(ColumnFormat.MaximumVectorBytes(vector.Length)), level, effort);
            BooleanVector.Write(ref writer, vector);
            output.Advance(writer.Position);
        }
    }
}
