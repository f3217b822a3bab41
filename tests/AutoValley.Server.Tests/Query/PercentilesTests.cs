using AutoValley.Server.Query;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Server.Tests.Query;

public sealed class PercentilesTests
{
    // Ranks of six sorted numbers: 0, 0.5, 2.5, 4.75 and 5.
    [Theory]
    [InlineData(0, -2.5)]
    [InlineData(10, -1.25)]
    [InlineData(50, 3)]
    [InlineData(95, 8.875)]
    [InlineData(100, 10)]
    public void Of_FewNumbers_InterpolatesBetweenRanks(double percentile, double expected) =>
        Assert.Equal(expected, Percentiles.Of(new[] { 10.0, 3, 0, -2.5, 5.5, 3 }, [percentile])[0], 12);

    [Fact]
    public void Of_AnyNumbersAndOrder_EqualsSorting() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(0, 3_000).SelectMany(count => Gen.Choose(-40, 40).ArrayOf(count)).ToArbitrary(),
            Gen.Choose(0, 1_000).ArrayOf(4).ToArbitrary(),
            (whole, tenths) =>
            {
                // Few values and many: repeats and none.
                foreach (var scale in new[] { 1.0, Math.PI })
                {
                    var numbers = whole.Select((value, index) => value + (scale == 1 ? 0 : index * scale)).ToArray();
                    var percentiles = tenths.Select(tenth => tenth / 10.0).ToArray();
                    var expected = percentiles.Select(percentile => BySorting(numbers, percentile)).ToArray();
                    Assert.Equal(expected, Percentiles.Of(numbers, percentiles));
                }
            }));

    [Fact]
    public void Of_InfiniteNumbers_AreNotMadeNaN() =>
        Assert.Equal(
            [double.NegativeInfinity, 1, double.PositiveInfinity],
            Percentiles.Of(new[] { 1, double.PositiveInfinity, double.NegativeInfinity }, [25, 50, 75]));

    [Fact]
    public void Of_Nothing_IsNaN() => Assert.Equal([double.NaN], Percentiles.Of([], [50]));

    private static double BySorting(double[] numbers, double percentile)
    {
        if (numbers.Length == 0)
            return double.NaN;
        var sorted = numbers.Order().ToArray();
        var rank = percentile / 100 * (sorted.Length - 1);
        var (low, share) = ((int)rank, rank - (int)rank);
        if (share == 0)
            return sorted[low];
        var distance = sorted[low + 1] - sorted[low];
        return share < 0.5 ? sorted[low] + (distance * share) : sorted[low + 1] - (distance * (1 - share));
    }
}
