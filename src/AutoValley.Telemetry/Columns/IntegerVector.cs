using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns;

/// <summary>A vector of integers: constant, packed, differences of first or second order packed, exclusive-ors packed, or runs.</summary>
internal static class IntegerVector
{
    /// <summary>Writes the vector in its smallest encoding.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="values">1 to 1,024.</param>
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<long> values) => Write(ref writer, values, IntegerPlanner.Plan(values));

    [SkipLocalsInit]
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<long> values, in IntegerPlan plan)
    {
        writer.Byte((int)plan.Encoding);
        if (plan.Encoding == VectorEncoding.Runs)
        {
            WriteRuns(ref writer, values);
            return;
        }
        if (plan.Encoding != VectorEncoding.Packed)
            writer.Signed(values[0]);
        if (plan.Encoding == VectorEncoding.Constant)
            return;
        Span<long> rest = stackalloc long[values.Length];
        values.CopyTo(rest);
        if (plan.Encoding == VectorEncoding.Xor)
            rest = Differences.Xor(rest);
        else if (plan.Encoding != VectorEncoding.Packed)
            rest = Differences.Subtract(rest);
        if (plan.Encoding == VectorEncoding.DeltaDelta)
        {
            writer.Signed(rest[0]);
            rest = Differences.Subtract(rest);
        }
        PackedBlock.Write(ref writer, rest, plan.Block);
    }

    [SkipLocalsInit]
    private static void WriteRuns(ref ColumnWriter writer, scoped ReadOnlySpan<long> values)
    {
        Span<long> runs = stackalloc long[values.Length];
        Span<long> lengths = stackalloc long[values.Length];
        var count = Runs.Split(values, runs, lengths);
        writer.Varint((ulong)count);
        Write(ref writer, runs[..count], IntegerPlanner.Plan(runs[..count], IntegerChoices.Differences));
        PackedBlock.Write(ref writer, lengths[..count], PackedPlanner.Plan(lengths[..count]));
    }
}
