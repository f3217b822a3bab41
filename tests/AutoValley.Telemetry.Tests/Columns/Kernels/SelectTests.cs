using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Kernels;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns.Kernels;

public sealed class SelectTests
{
    [Fact]
    public void Select_EveryShapeComparisonAndLevel_GivesTheRanges()
    {
        var random = new Random(19);
        foreach (var length in Shapes.Lengths)
        {
            foreach (var (name, column, numbers) in NumericColumns.Of(length, 6))
            {
                foreach (var comparison in Enum.GetValues<Comparison>())
                {
                    var test = new ValueTest(comparison, Operand(numbers, random));
                    int[] ends = [.. new[] { random.Next(length + 1), random.Next(length + 1) }.Order()];
                    var (from, to) = random.Next(2) == 0 ? (0, length) : (ends[0], ends[1]);
                    var expected = Naive(numbers, test, from, to);
                    foreach (var level in Enum.GetValues<SimdLevel>())
                    {
                        var cursor = new VectorCursor(column, length, level);
                        var ranges = new List<IndexRange>();
                        Selection.Select(ref cursor, Interval.Of(test), from, to, ranges);
                        Assert.True(expected.SequenceEqual(ranges), $"{name}: {test} in {from}..{to} by {level}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(Comparison.Less, "0000000", "1111110")]
    [InlineData(Comparison.LessOrEqual, "1000000", "1111111")]
    [InlineData(Comparison.Greater, "0111111", "0000000")]
    [InlineData(Comparison.GreaterOrEqual, "1111111", "0000001")]
    [InlineData(Comparison.Equal, "1000000", "0000001")]
    [InlineData(Comparison.NotEqual, "0111111", "1111110")]
    public void Holds_InfinitiesZerosAndNaN_AreAsIeee754HasIt(Comparison comparison, string againstLeast, string againstGreatest)
    {
        double[] values = [double.NegativeInfinity, double.MinValue, -0.0, 0.0, double.Epsilon, double.MaxValue, double.PositiveInfinity];
        Assert.Equal(againstLeast, Bits(values, new ValueTest(comparison, double.NegativeInfinity)));
        Assert.Equal(againstGreatest, Bits(values, new ValueTest(comparison, double.PositiveInfinity)));
        Assert.Equal(comparison == Comparison.NotEqual, new ValueTest(comparison, 1).Holds(double.NaN));
        Assert.Equal(comparison == Comparison.NotEqual, new ValueTest(comparison, double.NaN).Holds(1));
        var isReflexive = comparison is Comparison.LessOrEqual or Comparison.GreaterOrEqual or Comparison.Equal;
        Assert.Equal(isReflexive, new ValueTest(comparison, 0.0).Holds(-0.0));
        Assert.Equal(isReflexive, new ValueTest(comparison, -0.0).Holds(0.0));
    }

    [Fact]
    public void MayHoldAndMustHold_AnyValues_NeverContradictThem()
    {
        var random = new Random(23);
        for (var round = 0; round < 2000; round++)
        {
            var values = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(8) == 0 ? double.NaN : random.Next(-2, 3)).ToArray();
            var test = new ValueTest((Comparison)random.Next(6), random.Next(-2, 3));
            var summary = ColumnSummary.Of(values);
            Assert.True(test.MayHold(summary) || !values.Any(test.Holds), $"{test} of {string.Join(' ', values)}");
            Assert.True(!test.MustHold(summary) || values.All(test.Holds), $"{test} of {string.Join(' ', values)}");
            // Of one value, statistics tell all.
            if (values.Length == 1)
                Assert.Equal((test.Holds(values[0]), test.Holds(values[0])), (test.MayHold(summary), test.MustHold(summary)));
        }
    }

    [Fact]
    public void Select_AListThatHasRanges_LeavesThemAlone()
    {
        var ranges = new List<IndexRange> { new(7, 10) };
        ColumnKernels.Select(Column.Encode(Values.Of(new long[20])), 20, new ValueTest(Comparison.Equal, 0), 10, 12, ranges);
        Assert.Equal([new IndexRange(7, 10), new IndexRange(10, 12)], ranges);
    }

    [Fact]
    public void Select_WrongArguments_AreRefused()
    {
        var column = Column.Encode(Values.Of(new double[] { 1, 2, 3 }));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.Select(column, 3, default, 0, 4, []));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.Select(Column.EncodeTimes([1]), 3, default, 0, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColumnKernels.Select(column, 3, default, -1, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColumnKernels.Select(column, 3, new ValueTest((Comparison)6, 0), 0, 1, []));
    }

    private static double Operand(double[] numbers, Random random) =>
        numbers.Length == 0 || random.Next(4) == 0 ? random.Next(-2, 30) : numbers[random.Next(numbers.Length)];

    private static string Bits(double[] values, ValueTest test) => string.Concat(values.Select(value => test.Holds(value) ? '1' : '0'));

    private static List<IndexRange> Naive(double[] numbers, ValueTest test, int from, int to)
    {
        var ranges = new List<IndexRange>();
        for (var index = from; index < to; index++)
        {
            if (!Holds(numbers[index], test))
                continue;
            if (ranges.Count > 0 && ranges[^1].To == index)
                ranges[^1] = new IndexRange(ranges[^1].From, index + 1);
            else
                ranges.Add(new IndexRange(index, index + 1));
        }
        return ranges;
    }

    private static bool Holds(double value, ValueTest test) => test.Comparison switch
    {
        Comparison.Less => value < test.Operand,
        Comparison.LessOrEqual => value <= test.Operand,
        Comparison.Greater => value > test.Operand,
        Comparison.GreaterOrEqual => value >= test.Operand,
        Comparison.Equal => value == test.Operand,
        _ => value != test.Operand,
    };
}
