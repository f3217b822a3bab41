using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Kernels;
using AutoValley.Telemetry.Columns.Simd;
using AutoValley.Telemetry.Tests.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns.Kernels;

public sealed class SummariseTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Summarise_EveryShapeAndCuts_AreAsDefinedAndTheSameByEveryLevel(bool withDeviations)
    {
        var random = new Random(13);
        foreach (var length in Shapes.Lengths)
        {
            foreach (var (name, column, numbers) in NumericColumns.Of(length, 4))
            {
                var cuts = NumericColumns.Cuts(length, random);
                var summaries = Summarise(column, length, cuts, withDeviations, SimdLevel.Scalar);
                for (var index = 0; index < summaries.Length; index++)
                    NaiveSummary.Check(numbers.AsSpan(cuts[index]..cuts[index + 1]), summaries[index], withDeviations, $"{name} {cuts[index]}..{cuts[index + 1]}");
                Same(summaries, Summarise(column, length, cuts, withDeviations, SimdLevel.Vector256), name);
                Same(summaries, Summarise(column, length, cuts, withDeviations, SimdLevel.Vector512), name);
            }
        }
    }

    [Fact]
    public void Summarise_AWholeColumn_IsWhatItsValuesGive()
    {
        foreach (var (name, column, _) in NumericColumns.Of(5000, 5))
        {
            var summary = new ColumnSummary[1];
            ColumnKernels.Summarise(column, 5000, [0, 5000], summary, true);
            var expected = ColumnCodec.Decode(column, 5000) switch
            {
                Values<double> doubles => ColumnSummary.Of(doubles.Items.Span),
                Values<long> integers => ColumnSummary.Of(integers.Items.Span),
                var other => ColumnSummary.Of(((Values<bool>)other).Items.Span),
            };
            if (expected.Numbers == expected.Count && name.Contains("booleans", StringComparison.Ordinal))
                Assert.Equal((expected.Sum, expected.Min, expected.Max, expected.First, expected.Last), (summary[0].Sum, summary[0].Min, summary[0].Max, summary[0].First, summary[0].Last));
            else
                Same([expected], summary, name);
        }
    }

    [Fact]
    public void Summarise_VectorsOutside_AreNotRead()
    {
        var values = new double[3 * ColumnFormat.VectorLength];
        var random = new Random(3);
        foreach (ref var value in values.AsSpan())
            value = random.Next(1000) / 10.0;
        var column = Column.Encode(Values.Of(values));
        // A column that ends after what is asked for is answered.
        var summaries = new ColumnSummary[2];
        ColumnKernels.Summarise(column.AsSpan(0, (column.Length * 2 / 3) + 8), values.Length, [1030, 1040, 1050], summaries);
        NaiveSummary.Check(values.AsSpan(1030..1040), summaries[0], false, "first");
        NaiveSummary.Check(values.AsSpan(1040..1050), summaries[1], false, "second");
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.Summarise(column.AsSpan(0, column.Length - 1), values.Length, [2048, 2049], new ColumnSummary[1]));
    }

    [Fact]
    public void Summarise_WrongArguments_AreRefused()
    {
        var column = Column.Encode(Values.Of(new double[] { 1, 2, 3 }));
        Assert.Throws<ArgumentException>(() => ColumnKernels.Summarise(column, 3, [0, 1, 2], new ColumnSummary[1]));
        Assert.Throws<ArgumentException>(() => ColumnKernels.Summarise(column, 3, [2, 1], new ColumnSummary[1]));
        Assert.Throws<ArgumentException>(() => ColumnKernels.Summarise(column, 3, [-1, 1], new ColumnSummary[1]));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.Summarise(column, 3, [0, 4], new ColumnSummary[1]));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.Summarise(column, 2, [0, 1], new ColumnSummary[1]));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.Summarise(Column.Encode(Values.Of(new[] { "a" })), 1, [0, 1], new ColumnSummary[1]));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.Summarise(Column.EncodeTimes([1]), 1, [0, 1], new ColumnSummary[1]));
    }

    private static ColumnSummary[] Summarise(byte[] column, int length, int[] cuts, bool withDeviations, SimdLevel level)
    {
        var cursor = new VectorCursor(column, length, level);
        var summaries = new ColumnSummary[cuts.Length - 1];
        Stretches.Summarise(ref cursor, cuts, summaries, withDeviations);
        return summaries;
    }

    private static void Same(ColumnSummary[] expected, ColumnSummary[] actual, string name)
    {
        for (var index = 0; index < expected.Length; index++)
            Assert.True(Bits(expected[index]).SequenceEqual(Bits(actual[index])), $"{name}: {expected[index]} is not {actual[index]}");
    }

    private static IEnumerable<long> Bits(ColumnSummary one) =>
        [one.Count, one.Numbers, .. new[] { one.Min, one.Max, one.Sum, one.First, one.Last, one.SquaredDeviations }.Select(BitConverter.DoubleToInt64Bits)];
}
