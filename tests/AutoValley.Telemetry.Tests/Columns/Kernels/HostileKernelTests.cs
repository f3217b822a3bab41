using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns.Kernels;

public sealed class HostileKernelTests
{
    private const int MaximumCount = 2000;

    // What a refused call may allocate: the exception, its message and stack trace, and a list of ranges.
    private const int Overhead = 96 * 1024;

    [Fact]
    public void EveryKernel_MutatedColumns_GivesAnAnswerOrTheOneError()
    {
        byte[][] corpus = [.. Corpus(10), .. Corpus(40), .. Corpus(1030)];
        var random = new Random(20261124);
        var answered = 0;
        for (var round = 0; round < 40_000; round++)
        {
            var mutant = Mutation.Of(corpus[random.Next(corpus.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            answered += TryAnswer(mutant, random) ? 1 : 0;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Overhead);
        }
        // Both outcomes are met, or the test tests nothing.
        Assert.InRange(answered, 1_000, 39_000);
    }

    [Fact]
    public void EveryKernel_EveryPrefixOfAColumn_IsRefused()
    {
        var random = new Random(1);
        foreach (var column in Corpus(33))
        {
            for (var length = 0; length < column.Length; length++)
                Assert.False(TryAnswer(column[..length], random, 33));
        }
    }

    private static IEnumerable<byte[]> Corpus(int length) =>
    [
        .. Shapes.Times(length, 1).Select(shape => Column.EncodeTimes(shape.Values)),
        .. NumericColumns.Of(length, 1).Select(shape => shape.Column),
    ];

    /// <summary>Asks every kernel for the whole or for a part; true when all answered.</summary>
    private static bool TryAnswer(byte[] column, Random random, int? whole = null)
    {
        try
        {
            var header = ColumnCodec.ReadHeader(column);
            var to = whole ?? random.Next(Math.Min(header.Count, MaximumCount) + 1);
            if (header.Kind == ColumnKind.Times)
            {
                Span<int> indices = stackalloc int[2];
                ColumnKernels.IndexOfTimes(column, MaximumCount, [random.NextInt64(), long.MaxValue], indices);
                Assert.InRange(indices[0], 0, header.Count);
                ColumnKernels.DecodeRange(column, MaximumCount, 0, new long[to]);
                return true;
            }
            ColumnKernels.Summarise(column, MaximumCount, [0, to / 2, to], new ColumnSummary[2], true);
            ColumnKernels.Select(column, MaximumCount, new ValueTest(Comparison.Greater, 1), 0, to, []);
            if (header.Kind == ColumnKind.Double)
                ColumnKernels.DecodeRange(column, MaximumCount, to / 2, new double[to - (to / 2)]);
            return true;
        }
        catch (ColumnFormatException refused)
        {
            Assert.NotEqual("", refused.Message);
            return false;
        }
    }
}
