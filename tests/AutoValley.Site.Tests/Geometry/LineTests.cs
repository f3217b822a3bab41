using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests.Geometry;

public sealed class LineTests
{
    private static readonly LocalPosition A = new(0, 0);
    private static readonly LocalPosition B = new(3, 4);
    private static readonly LocalPosition C = new(3, 5);

    [Fact]
    public void Length_OfALineWithACorner_IsTheSumOfItsEdges() => Assert.Equal(6, Line.Length([A, B, C]));

    [Fact]
    public void Distinct_PlacesThatRepeatTheOneBefore_AreLeftOut() => Assert.Equal([A, B, A, C, A], Line.Distinct([A, A, B, A, C, C, C, A]));

    [Fact]
    public void DistinctRound_LineThatEndsWhereItStarts_HasItsStartOnce() => Assert.Equal([A, B, C], Line.DistinctRound([A, A, B, C, A, A]));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void Divide_LineOfUnequalEdges_GivesEqualSteps(int steps)
    {
        List<LocalPosition> places = [.. Line.Divide([A, B, B, C, new(9, 5)], steps)];
        Assert.Equal(steps + 1, places.Count);
        Assert.Equal((A, new LocalPosition(9, 5)), (places[0], places[^1]));

        // 12 m in all: 5 to B, 1 to C, 6 to the end.
        foreach (var (i, place) in places.Index())
        {
            var way = 12.0 * i / steps;
            var expected = way <= 5 ? A.Towards(B, way / 5) : way <= 6 ? B.Towards(C, way - 5) : new LocalPosition(3 + way - 6, 5);
            Assert.Equal(0, place.DistanceTo(expected), 1e-12);
        }
    }
}
