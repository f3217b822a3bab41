using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests.Geometry;

public sealed class PolygonTests
{
    private static readonly Ring Square = new([new(0, 0), new(10, 0), new(10, 10), new(0, 10)]);
    private static readonly Ring Hole = new([new(4, 4), new(4, 6), new(6, 6), new(6, 4)], IsHole: true);
    private static readonly Ring Island = new([new(20, 0), new(30, 0), new(25, 10)]);

    [Theory]
    [InlineData(5, 2, true)]
    [InlineData(5, 5, false)]
    [InlineData(3.9, 5, true)]
    [InlineData(25, 5, true)]
    [InlineData(15, 5, false)]
    [InlineData(21, 9, false)]
    [InlineData(-1, 5, false)]
    [InlineData(double.NaN, 5, false)]
    [InlineData(5, double.NaN, false)]
    public void Contains_SquareWithHoleAndIsland_FollowsTheRings(double east, double north, bool expected) =>
        Assert.Equal(expected, new Polygon([Square, Hole, Island]).Contains(new LocalPosition(east, north)));

    [Theory]
    [InlineData(0, 5, true)]
    [InlineData(5, 0, true)]
    [InlineData(0, 0, true)]
    [InlineData(10, 5, false)]
    [InlineData(5, 10, false)]
    [InlineData(10, 10, false)]
    [InlineData(4, 5, false)]
    [InlineData(6, 5, true)]
    public void Contains_PlaceOnAnEdge_BelongsToWesternAndSouthernEdges(double east, double north, bool expected)
    {
        Assert.Equal(expected, new Polygon([Square, Hole]).Contains(new LocalPosition(east, north)));
        Assert.Equal(expected, new Polygon([Reversed(Square), Reversed(Hole)]).Contains(new LocalPosition(east, north)));
    }

    [Fact]
    public void Contains_PlacesOnEdgesSharedByATriangulation_LieInExactlyOneTriangle()
    {
        var random = new Random(2);
        LocalPosition Vertex(int column, int row) => new(
            (column * 10) + (column is 0 or 6 ? 0 : random.NextDouble() * 4), (row * 10) + (row is 0 or 6 ? 0 : random.NextDouble() * 4));
        var vertices = Enumerable.Range(0, 7).Select(row => Enumerable.Range(0, 7).Select(column => Vertex(column, row)).ToArray()).ToArray();
        var triangles = new List<LocalPosition[]>();
        for (var row = 0; row < 6; row++)
        {
            for (var column = 0; column < 6; column++)
            {
                var (a, b, c, d) = (vertices[row][column], vertices[row][column + 1], vertices[row + 1][column + 1], vertices[row + 1][column]);
                triangles.AddRange(random.Next(2) == 0 ? [[a, b, c], [c, a, d]] : [[b, a, d], [b, c, d]]);
            }
        }
        var polygons = triangles.ConvertAll(triangle => new Polygon([new Ring(triangle)]));

        var onEdges = triangles.SelectMany(triangle => Enumerable.Range(0, 20).Select(i => Between(triangle[0], triangle[1], i / 20.0)))
            .Concat(vertices.SelectMany(row => row)).Where(place => place is { East: > 0 and < 60, North: > 0 and < 60 });
        Assert.All(onEdges, place => Assert.Equal(1, polygons.Count(polygon => polygon.Contains(place))));
    }

    [Fact]
    public void AreaAndLength_SquareWithHoleAndIsland_AreThoseOfTheRings()
    {
        var polygon = new Polygon([Reversed(Square), Hole, Island]);
        Assert.Equal(100 - 4 + 50, polygon.Area, 1e-9);
        Assert.Equal(40 + 8 + 10 + (2 * Math.Sqrt(125)), polygon.Length, 1e-9);
        Assert.Equal(new Bounds(0, 0, 30, 10), polygon.Bounds);
    }

    [Fact]
    public void Area_CircleFarFromTheOrigin_IsThatOfTheRegularPolygon()
    {
        var circle = Enumerable.Range(0, 360).Select(i => Math.SinCos(i * Math.PI / 180))
            .Select(direction => new LocalPosition(1e7 + (100 * direction.Cos), -1e7 + (100 * direction.Sin)));
        Assert.Equal(180 * 100 * 100 * Math.Sin(Math.PI / 180), new Polygon([new Ring([.. circle])]).Area, 1e-3);
    }

    [Fact]
    public void Constructor_TooFewCorners_Throws()
    {
        Assert.Throws<ArgumentException>(() => new Polygon([]));
        Assert.Throws<ArgumentException>(() => new Polygon([new Ring([new(0, 0), new(1, 1)])]));
    }

    private static Ring Reversed(Ring ring) => ring with { Corners = [.. ring.Corners.Reverse()] };

    private static LocalPosition Between(LocalPosition a, LocalPosition b, double share) =>
        new(a.East + ((b.East - a.East) * share), a.North + ((b.North - a.North) * share));
}
