using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests.Geometry;

public sealed class LocalProjectionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-33.9)]
    [InlineData(49.62)]
    [InlineData(60)]
    public void Project_PlacesWithinTwoKilometres_KeepsDistancesAsDocumented(double latitude)
    {
        var projection = new LocalProjection(new Position(latitude, -107.45));
        var random = new Random(1);
        for (var i = 0; i < 1_000; i++)
        {
            var (a, b) = (Near(random, projection), Near(random, projection));
            var expected = ChordOnEllipsoid(a, b);
            var actual = projection.Project(a.Latitude, a.Longitude).DistanceTo(projection.Project(b.Latitude, b.Longitude));
            Assert.InRange(actual, expected * (1 - 0.0006), expected * (1 + 0.0006));
        }
    }

    [Fact]
    public void Unproject_AfterProject_GivesThePositionBack()
    {
        var projection = new LocalProjection(new Position(49.62, -107.45));
        var back = projection.Unproject(projection.Project(49.6312345, -107.4612345));
        Assert.Equal(49.6312345, back.Latitude, 1e-12);
        Assert.Equal(-107.4612345, back.Longitude, 1e-12);
    }

    [Fact]
    public void Project_AcrossTheAntimeridian_TakesTheShortWay()
    {
        var projection = new LocalProjection(new Position(0, 179.999));
        var place = projection.Project(0, -179.999);
        Assert.Equal(222.64, place.East, 0.01);
        Assert.Equal(-179.999, projection.Unproject(place).Longitude, 1e-9);
    }

    private static Position Near(Random random, LocalProjection projection)
    {
        var (sine, cosine) = Math.SinCos(random.NextDouble() * Math.Tau);
        var radius = 2_000 * Math.Sqrt(random.NextDouble());
        return projection.Unproject(new LocalPosition(radius * sine, radius * cosine));
    }

    // Independent of the product: through Earth-centred coordinates. Over 4 km the chord is 0.1 mm short of the arc.
    private static double ChordOnEllipsoid(Position a, Position b)
    {
        var ((ax, ay, az), (bx, by, bz)) = (EarthCentred(a), EarthCentred(b));
        return Math.Sqrt(((ax - bx) * (ax - bx)) + ((ay - by) * (ay - by)) + ((az - bz) * (az - bz)));
    }

    private static (double X, double Y, double Z) EarthCentred(Position position)
    {
        const double Equatorial = 6_378_137;
        const double Polar = 6_356_752.314245179;
        var (sine, cosine) = Math.SinCos(position.Latitude * Math.PI / 180);
        var (east, north) = Math.SinCos(position.Longitude * Math.PI / 180);
        var root = Math.Sqrt((Equatorial * cosine * Equatorial * cosine) + (Polar * sine * Polar * sine));
        var radius = Equatorial * Equatorial / root;
        return (radius * cosine * north, radius * cosine * east, Polar * Polar / root * sine);
    }
}
