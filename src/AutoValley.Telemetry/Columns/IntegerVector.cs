using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>A vector of integers: constant, packed, differences of first or second order packed, exclusive-ors packed, or runs.</summary>
internal static class IntegerVector
{
    /// <summary>Writes the vector in its smallest encoding.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="values">1 to 1,024.</param>
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<long> values) =>
        Write(ref writer, values, IntegerPlanner.Plan(values, writer.Choices, writer.Level));

    /// <summary>Writes the vector as planned.</summary>
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<long> values, in IntegerPlan plan)
    {
        writer.Byte((int)plan.Encoding);
        switch (plan.Encoding)
        {
            case VectorEncoding.Runs:
                WriteRuns(ref writer, values);
                break;
            case VectorEncoding.Packed:
                PackedBlock.Write(ref writer, values, plan.Block);
                break;
            case VectorEncoding.Constant:
                writer.Signed(values[0]);
                break;
            default:
                WriteDifferences(ref writer, values, plan);
                break;
        }
    }

    [SkipLocalsInit]
    private static void WriteDifferences(ref ColumnWriter writer, scoped ReadOnlySpan<long> values, in IntegerPlan plan)
    {
        writer.Signed(values[0]);
        Span<long> differences = stackalloc long[values.Length - 1];
        if (plan.Encoding == VectorEncoding.Xor)
            Neighbours.Xor(values, differences, writer.Level);
        else
            Neighbours.Subtract(values, differences, writer.Level);
        if (plan.Encoding == VectorEncoding.DeltaDelta)
        {
            writer.Signed(differences[0]);
            Neighbours.Subtract(differences, differences, writer.Level);
            differences = differences[..^1];
        }
        PackedBlock.Write(ref writer, differences, plan.Block);
    }

    [SkipLocalsInit]
    private static void WriteRuns(ref ColumnWriter writer, scoped ReadOnlySpan<long> values)
    {
        Span<long> runs = stackalloc long[values.Length];
        Span<long> lengths = stackalloc long[values.Length];
        var count = Runs.Split(values, runs, lengths);
        writer.Varint((ulong)count);
        Write(ref writer, runs[..count], IntegerPlanner.Plan(runs[..count], IntegerChoices.Differences, writer.Level));
        PackedBlock.Write(ref writer, lengths[..count], PackedPlanner.Plan(lengths[..count], writer.Level));
    }
}
