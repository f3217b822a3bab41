using System.Globalization;
using AutoValley.Site.Geometry;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.Geometry;

public sealed class TransverseMercatorTests
{
    private static readonly (string Reference, double Degrees)[] References =
    [
        ("+proj=tmerc +lat_0=57.77527428642261 +lon_0=12.77124408728523 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs", 0.5),
        ("+proj=tmerc +lat_0=42.3005934157 +lon_0=-83.699283188811 +ellps=WGS84 +datum=WGS84 +units=m +no_defs", 3),
        ("+proj=utm +zone=32 +ellps=GRS80 +units=m +no_defs", 3),
        ("+proj=utm +zone=56 +south +datum=WGS84 +units=m +no_defs", 3),
        ("+proj=tmerc +lat_0=-33 +lon_0=179.9 +k_0=0.9999 +x_0=1000 +y_0=-2000 +datum=WGS84", 1),
        ("+proj=ortho +lat_0=57.7 +lon_0=12.7 +x_0=5 +y_0=7 +ellps=WGS84", 0.3),
    ];

    [ToolFact("/usr/bin/python3", "/usr/lib/python3/dist-packages/pyproj/__init__.py")]
    public async Task Project_ManyPlaces_EqualsProj()
    {
        foreach (var (reference, degrees) in References)
            await AssertEqualsProj(reference, degrees);
    }

    // Written down from PROJ 9.1.1 (pyproj.Proj(reference)(longitude, latitude)), for machines without it.
    [Theory]
    [InlineData("+proj=utm +zone=32 +datum=WGS84", 49, 8.5, 463428.801710, 5427576.213112)]
    [InlineData("+proj=utm +zone=56 +south +datum=WGS84", -33.9, 151.2, 333568.941012, 6247473.336844)]
    [InlineData("+proj=tmerc +lat_0=57.77527428642261 +lon_0=12.77124408728523 +k=1 +datum=WGS84", 57.78, 12.78, 520.933863, 526.353982)]
    [InlineData("+proj=ortho +lat_0=57.7 +lon_0=12.7 +ellps=WGS84", 57.71, 12.69, -596.101654, 1113.768318)]
    public void Project_KnownPlace_IsThatOfProj(string reference, double latitude, double longitude, double east, double north)
    {
        var place = GeoReference.Parse(reference).Project(latitude, longitude);
        Assert.Equal(east, place.East, 1e-5);
        Assert.Equal(north, place.North, 1e-5);
    }

    [Theory]
    [InlineData("+proj=utm +zone=32 +datum=WGS84")]
    [InlineData("+proj=tmerc +lat_0=49 +lon_0=8.5 +datum=WGS84")]
    public void Unproject_AfterProject_GivesThePositionBack(string reference)
    {
        var projection = GeoReference.Parse(reference);
        var random = new Random(6);
        for (var i = 0; i < 1_000; i++)
        {
            var (latitude, longitude) = (49 + random.NextDouble(), 8 + (random.NextDouble() * 4));
            var back = projection.Unproject(projection.Project(latitude, longitude));
            Assert.Equal(latitude, back.Latitude, 1e-12);
            Assert.Equal(longitude, back.Longitude, 1e-12);
        }
    }

    private static async Task AssertEqualsProj(string reference, double degrees)
    {
        var projection = GeoReference.Parse(reference);
        var random = new Random(5);
        var (latitude, longitude) = Centre(reference);
        var positions = Enumerable.Range(0, 500).Select(_ => new Position(
            latitude + ((random.NextDouble() - 0.5) * 2 * degrees), longitude + ((random.NextDouble() - 0.5) * 2 * degrees))).ToList();
        var answer = await ForeignProgram.RunAsync(
            string.Join('\n', positions.Select(position => string.Create(CultureInfo.InvariantCulture, $"{position.Longitude:R} {position.Latitude:R}"))),
            "/usr/bin/python3", "-c", Peer, reference);
        var places = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .Select(cells => new LocalPosition(double.Parse(cells[0], CultureInfo.InvariantCulture), double.Parse(cells[1], CultureInfo.InvariantCulture))).ToList();
        Assert.Equal(positions.Count, places.Count);
        foreach (var (position, place) in positions.Zip(places))
        {
            // GRS80 against WGS84 is the largest part of it.
            Assert.InRange(projection.Project(position.Latitude, position.Longitude).DistanceTo(place), 0, 2e-4);
            var back = projection.Unproject(place);
            Assert.Equal(position.Latitude, back.Latitude, 2e-9);
            Assert.Equal(0, Math.IEEERemainder(position.Longitude - back.Longitude, 360), 2e-9);
        }
    }

    private static (double Latitude, double Longitude) Centre(string reference) => reference switch
    {
        _ when reference.Contains("zone=32", StringComparison.Ordinal) => (52, 9.2),
        _ when reference.Contains("zone=56", StringComparison.Ordinal) => (-33, 152.9),
        _ => (Number(reference, "+lat_0="), Number(reference, "+lon_0=")),
    };

    private static double Number(string reference, string key) =>
        double.Parse(reference[(reference.IndexOf(key, StringComparison.Ordinal) + key.Length)..].Split(' ')[0], CultureInfo.InvariantCulture);

    private const string Peer = """
        import sys, pyproj
        project = pyproj.Transformer.from_crs(pyproj.CRS(sys.argv[1]).geodetic_crs, pyproj.CRS(sys.argv[1]), always_xy=True).transform
        for line in sys.stdin:
            east, north = project(*map(float, line.split()))
            print(repr(east), repr(north))
        """;
}
