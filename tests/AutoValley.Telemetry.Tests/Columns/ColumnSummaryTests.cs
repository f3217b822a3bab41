using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Tests.Columns.Kernels;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Telemetry.Tests.Columns;

public sealed class ColumnSummaryTests
{
    [Fact]
    public void Of_KnownNumbers_GivesTheirStatistics()
    {
        var summary = ColumnSummary.Of(new[] { 2.0, 4, 4, 4, 5, 5, 7, 9 });
        Assert.Equal((8, 8, 2.0, 9.0, 40.0, 2.0, 9.0), (summary.Count, summary.Numbers, summary.Min, summary.Max, summary.Sum, summary.First, summary.Last));
        Assert.Equal((5.0, 4.0), (summary.Mean, summary.Variance));
    }

    [Fact]
    public void Of_NaNAmongNumbers_CountsAndIsLeftOut()
    {
        var summary = ColumnSummary.Of([double.NaN, 3.0, double.NaN, 1.0, double.NaN]);
        Assert.Equal((5, 2, 1.0, 3.0, 4.0, 3.0, 1.0), (summary.Count, summary.Numbers, summary.Min, summary.Max, summary.Sum, summary.First, summary.Last));
        Assert.Equal((2.0, 1.0), (summary.Mean, summary.Variance));
    }

    [Fact]
    public void Of_NothingButNaN_IsNaNThroughout()
    {
        Assert.Equal(ColumnSummary.Empty with { Count = 9 }, ColumnSummary.Of(Enumerable.Repeat(double.NaN, 9).ToArray()));
        Assert.Equal(ColumnSummary.Empty, ColumnSummary.Of(Array.Empty<double>()));
    }

    [Fact]
    public void Of_BothInfinities_SumToNaNAndAreExtremes()
    {
        var summary = ColumnSummary.Of([double.PositiveInfinity, 1.0, double.NegativeInfinity]);
        Assert.Equal((3, double.NegativeInfinity, double.PositiveInfinity, double.NaN), (summary.Numbers, summary.Min, summary.Max, summary.Sum));
    }

    [Fact]
    public void Of_NegativeZeros_SumToOne()
    {
        var summary = ColumnSummary.Of(new[] { -0.0, -0.0 });
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(summary.Sum));
    }

    [Fact]
    public void Of_IntegersAndBooleans_TakesThemAsDoubles()
    {
        Assert.Equal(ColumnSummary.Of(new[] { 5.0, -3.0, long.MaxValue }), ColumnSummary.Of(new[] { 5L, -3L, long.MaxValue }));
        Assert.Equal(ColumnSummary.Of(new[] { 0.0, 1.0, 1.0, 0.0 }), ColumnSummary.Of(new[] { false, true, true, false }));
    }

    [Fact]
    public void Merge_OfNothingAndNaN_KeepsTheNumbers()
    {
        var numbers = ColumnSummary.Of(new[] { 1.0, 2.0 });
        var nothing = ColumnSummary.Of([double.NaN]);
        Assert.Equal(numbers with { Count = 3 }, numbers.Merge(nothing));
        Assert.Equal(numbers with { Count = 3 }, nothing.Merge(numbers));
        Assert.Equal(numbers, ColumnSummary.Empty.Merge(numbers));
        Assert.Equal(numbers, default(ColumnSummary).Merge(numbers));
        Assert.Equal(ColumnSummary.Empty with { Count = 2 }, nothing.Merge(nothing));
        Assert.Equal(ColumnSummary.Empty, default(ColumnSummary).Merge(default));
    }

    [Fact]
    public void Merge_AnyHalves_IsAsTheWhole() =>
        Prop.ForAll<int[], int[]>((left, right) =>
        {
            double[] first = Array.ConvertAll(left, one => one / 100.0), second = Array.ConvertAll(right, one => one / 100.0);
            NaiveSummary.Check([.. first, .. second], ColumnSummary.Of(first).Merge(ColumnSummary.Of(second)), true, "merged");
            return true;
        }).QuickCheckThrowOnFailure();
}
