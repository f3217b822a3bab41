using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Coding;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Finds the smallest encoding of a vector of integers.</summary>
internal static class IntegerPlanner
{
    // Runs shorter than this on average are packed no better than their values.
    private const int LeastRunLength = 2;

    // Of so many values, equal differences are smaller than fields of one bit.
    private const int LongVector = 256;

    /// <summary>What is tried where nothing else is said.</summary>
    public const IntegerChoices Usual = IntegerChoices.Differences | IntegerChoices.Runs;

    [SkipLocalsInit]
    public static IntegerPlan Plan(ReadOnlySpan<long> values, IntegerChoices choices, SimdLevel level)
    {
        var firstSize = ColumnWriter.SignedSize(values[0]);
        if (values.IndexOfAnyExcept(values[0]) < 0)
            return new IntegerPlan(VectorEncoding.Constant, default, 1 + firstSize);
        Span<long> scratch = stackalloc long[values.Length - 1];
        if (choices.HasFlag(IntegerChoices.Differences) && values.Length >= LongVector && values[1] - values[0] == values[^1] - values[^2])
        {
            Neighbours.Subtract(values, scratch, level);
            if (scratch.IndexOfAnyExcept(scratch[0]) < 0)
                return Block(VectorEncoding.Delta, scratch, firstSize, choices, level);
        }
        var best = Block(VectorEncoding.Packed, values, 0, choices, level);
        if (choices.HasFlag(IntegerChoices.Xor))
        {
            Neighbours.Xor(values, scratch, level);
            best = Smaller(best, Block(VectorEncoding.Xor, scratch, firstSize, choices, level));
        }
        if (choices.HasFlag(IntegerChoices.Differences))
        {
            Neighbours.Subtract(values, scratch, level);
            best = Smaller(best, Block(VectorEncoding.Delta, scratch, firstSize, choices, level));
            // Where first differences do not help, second ones do not either.
            if (best.Encoding == VectorEncoding.Delta && values.Length > 2)
            {
                firstSize += ColumnWriter.SignedSize(scratch[0]);
                Neighbours.Subtract(scratch, scratch, level);
                best = Smaller(best, Block(VectorEncoding.DeltaDelta, scratch[..^1], firstSize, choices, level));
            }
        }
        if (choices.HasFlag(IntegerChoices.Runs) && values.Length - Neighbours.CountEqual(values, level) <= values.Length / LeastRunLength)
            best = Smaller(best, PlanRuns(values, level));
        return best;
    }

    private static IntegerPlan Block(VectorEncoding encoding, ReadOnlySpan<long> fields, int before, IntegerChoices choices, SimdLevel level)
    {
        var block = PackedPlanner.Plan(fields, level);
        if (choices.HasFlag(IntegerChoices.Coded))
            block = CodedPlanner.Better(fields, block, level);
        return new IntegerPlan(encoding, block, 1 + before + block.Size);
    }

    private static IntegerPlan Smaller(in IntegerPlan left, in IntegerPlan right) => right.Size < left.Size ? right : left;

    [SkipLocalsInit]
    private static IntegerPlan PlanRuns(ReadOnlySpan<long> values, SimdLevel level)
    {
        Span<long> runs = stackalloc long[values.Length];
        Span<long> lengths = stackalloc long[values.Length];
        var count = Runs.Split(values, runs, lengths);
        var size = 1 + ColumnWriter.VarintSize((ulong)count) + Plan(runs[..count], IntegerChoices.Differences, level).Size
            + PackedPlanner.Plan(lengths[..count], level).Size;
        return new IntegerPlan(VectorEncoding.Runs, default, size);
    }
}
