using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns;

/// <summary>Finds the smallest encoding of a vector of integers.</summary>
internal static class IntegerPlanner
{
    // Runs shorter than this on average are packed no better than their values.
    private const int LeastRunLength = 2;

    [SkipLocalsInit]
    public static IntegerPlan Plan(ReadOnlySpan<long> values, IntegerChoices choices = IntegerChoices.Differences | IntegerChoices.Runs)
    {
        var firstSize = ColumnWriter.SignedSize(values[0]);
        if (values.IndexOfAnyExcept(values[0]) < 0)
            return new IntegerPlan(VectorEncoding.Constant, default, 1 + firstSize);
        var best = Block(VectorEncoding.Packed, values, 0);

        Span<long> scratch = stackalloc long[values.Length];
        if (choices.HasFlag(IntegerChoices.Xor))
        {
            values.CopyTo(scratch);
            best = Smaller(best, Block(VectorEncoding.Xor, Differences.Xor(scratch), firstSize));
        }
        if (choices.HasFlag(IntegerChoices.Differences))
        {
            values.CopyTo(scratch);
            var deltas = Differences.Subtract(scratch);
            best = Smaller(best, Block(VectorEncoding.Delta, deltas, firstSize));
            firstSize += ColumnWriter.SignedSize(deltas[0]);
            // Where first differences do not help, second ones do not either.
            if (best.Encoding == VectorEncoding.Delta && values.Length > 2)
                best = Smaller(best, Block(VectorEncoding.DeltaDelta, Differences.Subtract(deltas), firstSize));
        }
        if (choices.HasFlag(IntegerChoices.Runs) && Runs.Count(values) <= values.Length / LeastRunLength)
            best = Smaller(best, PlanRuns(values));
        return best;
    }

    private static IntegerPlan Block(VectorEncoding encoding, ReadOnlySpan<long> fields, int before)
    {
        var block = PackedPlanner.Plan(fields);
        return new IntegerPlan(encoding, block, 1 + before + block.Size);
    }

    private static IntegerPlan Smaller(in IntegerPlan left, in IntegerPlan right) => right.Size < left.Size ? right : left;

    [SkipLocalsInit]
    private static IntegerPlan PlanRuns(ReadOnlySpan<long> values)
    {
        Span<long> runs = stackalloc long[values.Length];
        Span<long> lengths = stackalloc long[values.Length];
        var count = Runs.Split(values, runs, lengths);
        var size = 1 + ColumnWriter.VarintSize((ulong)count) + Plan(runs[..count], IntegerChoices.Differences).Size
            + PackedPlanner.Plan(lengths[..count]).Size;
        return new IntegerPlan(VectorEncoding.Runs, default, size);
    }
}
