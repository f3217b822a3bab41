using AutoValley.Site.Geometry;
using AutoValley.Site.Rules;

namespace AutoValley.Site.Tests.Rules;

public sealed class NeighboursTests
{
    private static readonly Bounds[] Crowd = [new(0, 0, 5, 5), new(1, 1, 6, 6), new(2, 2, 7, 7)];

    [Fact]
    public void Pairs_ThatAreKnown_CostNothingOfTheMaximum()
    {
        var pairs = Neighbours.Pairs(Crowd, 2, new HashSet<(int, int)> { (0, 1) }, out var left);
        Assert.Equal([(0, 2), (1, 2)], pairs.Order());
        Assert.Equal(0, left);
    }

    [Fact]
    public void Pairs_MoreThanMayBe_AreTold()
    {
        Assert.Single(Neighbours.Pairs(Crowd, 1, new HashSet<(int, int)>(), out var left));
        Assert.Equal(2, left);
    }
}
