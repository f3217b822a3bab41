using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>Answers from encoded columns, which step over what they need not see.</summary>
internal sealed class KernelTarget(byte[][] corpus) : IFuzzTarget
{
    private const int Stretches = 4;

    private readonly int[] cuts = new int[Stretches + 1];
    private readonly ColumnSummary[] summaries = new ColumnSummary[Stretches];
    private readonly List<IndexRange> ranges = new(ColumnTarget.MaximumCount);
    private readonly long[] sought = new long[4];
    private readonly int[] indices = new int[4];
    private readonly double[] doubles = new double[ColumnTarget.MaximumCount];
    private readonly long[] integers = new long[ColumnTarget.MaximumCount];
    private readonly bool[] booleans = new bool[ColumnTarget.MaximumCount];

    public string Name => "kernels";

    public byte[][] Corpus => corpus;

    public long AllocationLimit(int length) => 2 * ColumnTarget.ErrorBytes;

    public bool Read(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var column = input.Span;
        if (!ColumnCodec.TryReadHeader(column, out var header))
            header = default;
        // Sometimes beyond the end.
        var count = Math.Min(header.Count, ColumnTarget.MaximumCount - 1) + (random.Below(16) == 0 ? 1 : 0);
        try
        {
            switch (random.Below(4))
            {
                case 0:
                    Summarise(column, count, ref random);
                    break;
                case 1:
                    Select(column, count, ref random);
                    break;
                case 2:
                    Search(column, header.Count, ref random);
                    break;
                default:
                    DecodeRange(column, header.Kind, count, ref random);
                    break;
            }
            return true;
        }
        catch (ColumnFormatException refused) when (refused.Message.Length > 0)
        {
            return false;
        }
    }

    private void Summarise(ReadOnlySpan<byte> column, int count, ref FuzzRandom random)
    {
        for (var cut = 1; cut < Stretches; cut++)
            cuts[cut] = random.Below(count + 1);
        cuts[Stretches] = count;
        cuts.AsSpan().Sort();
        ColumnKernels.Summarise(column, ColumnTarget.MaximumCount, cuts, summaries, random.Below(2) == 0);
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            if (summaries[stretch].Count != cuts[stretch + 1] - cuts[stretch])
                throw new FuzzFailureException($"{summaries[stretch].Count} values in a stretch of {cuts[stretch + 1] - cuts[stretch]}");
        }
    }

    private void Select(ReadOnlySpan<byte> column, int count, ref FuzzRandom random)
    {
        var (from, operand) = (random.Below(count + 1), random.Below(8) == 0 ? double.NaN : random.Below(100) - 20);
        ranges.Clear();
        ColumnKernels.Select(column, ColumnTarget.MaximumCount, new ValueTest((Comparison)random.Below(6), operand), from, count, ranges);
        var end = from;
        foreach (var range in ranges)
        {
            if (range.From < end || range.To <= range.From || range.To > count)
                throw new FuzzFailureException($"{range} after {end} in {from} to {count}");
            end = range.To;
        }
    }

    private void Search(ReadOnlySpan<byte> column, int count, ref FuzzRandom random)
    {
        foreach (ref var time in sought.AsSpan())
            time = 1_795_000_000_123_456_789 + ((long)random.Next() >> random.Below(60));
        sought.AsSpan().Sort();
        ColumnKernels.IndexOfTimes(column, ColumnTarget.MaximumCount, sought, indices);
        foreach (var index in indices)
        {
            if (index < 0 || index > count)
                throw new FuzzFailureException($"index {index} of {count}");
        }
    }

    private void DecodeRange(ReadOnlySpan<byte> column, ColumnKind kind, int count, ref FuzzRandom random)
    {
        var from = random.Below(count + 1);
        var length = random.Below(count - from + 1);
        if (kind == ColumnKind.Double)
            ColumnKernels.DecodeRange(column, ColumnTarget.MaximumCount, from, doubles.AsSpan(0, length));
        else if (kind == ColumnKind.Boolean)
            ColumnKernels.DecodeRange(column, ColumnTarget.MaximumCount, from, booleans.AsSpan(0, length));
        else
            ColumnKernels.DecodeRange(column, ColumnTarget.MaximumCount, from, integers.AsSpan(0, length));
    }
}
