using System.Globalization;
using System.IO.Compression;
using AutoValley.Site.GeoJson;
using AutoValley.Site.Geometry;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.GeoJson;

/// <summary>Mcity's own zones and SUMO's, against what shapely found for 282,419 positions of SUMO's vehicles.</summary>
public sealed class RealMapTests
{
    private const string Run = "sumo/mcity";

    private sealed record Row(double Time, string Vehicle, double Latitude, double Longitude, LocalPosition Sumo);

    [SharedDataFact("zones-mcity")]
    public void Read_McityZones_AreFortyNamedPolygons()
    {
        var map = MapOf("zones-mcity/mcity-name-v5.geojson");
        Assert.Equal(40, map.Zones.Count);
        Assert.Contains("Carrier & Gable Dr", map.Zones.Select(zone => zone.Name));
        Assert.All(map.Zones, zone => Assert.InRange(zone.Shape.Area, 100, 25_000));
        Assert.Null(map.Boundary);
    }

    [SharedDataFact("zones-mcity")]
    public void Read_McityWaypoints_IsARoute()
    {
        Assert.Equal(48, Assert.Single(MapOf("zones-mcity/waypoints_highway.geojson").Routes).Path.Count);
        Assert.Equal(18, Assert.Single(MapOf("zones-mcity/waypoints_roundabout.geojson").Routes).Path.Count);
    }

    [SharedDataFact(Run)]
    public void Read_SumoZones_HaveTheAreasOfShapely()
    {
        // README: 140 zones, 25,486 m² in SUMO's own transverse Mercator; it is a scale error of this size that the projection documents.
        var map = MapOf($"{Run}/zones.geojson");
        Assert.Equal(140, map.Zones.Count);
        Assert.InRange(map.Zones.Sum(zone => zone.Shape.Area), 25_486 * 0.999, 25_486 * 1.001);
    }

    [SharedDataFact(Run)]
    public void ZonesAt_SumoZones_EqualsShapelyForEverySample()
    {
        var map = MapOf($"{Run}/zones.geojson");
        var truth = Lines($"{Run}/truth_zone_per_sample_1hz.csv.gz").ToDictionary(cells => (Time(cells[0]), cells[1]), cells => cells[3]);
        var found = Rows().Where(row => row.Time % 1 == 0).ToDictionary(
            row => (row.Time, row.Vehicle),
            row => string.Join('+', map.ZonesAt(row.Latitude, row.Longitude).Select(zone => zone.Name)));
        Assert.Equal(28_234, found.Count);
        Assert.Equal(truth, found);
    }

    [SharedDataFact(Run)]
    public void ZonesAt_McityZones_GivesTheCountsOfShapely()
    {
        var map = MapOf($"{Run}/named_zones.geojson");
        var truth = Lines($"{Run}/truth_named_zone_occupancy_1hz.csv.gz").ToDictionary(cells => (Time(cells[0]), cells[1]), cells => int.Parse(cells[2], CultureInfo.InvariantCulture));
        var counts = Rows().Where(row => row.Time % 1 == 0)
            .SelectMany(row => map.ZonesAt(row.Latitude, row.Longitude).Select(zone => (row.Time, zone.Name)))
            .CountBy(key => key).ToDictionary();
        Assert.Equal(27_952, counts.Values.Sum());
        Assert.Equal(truth, counts);
    }

    [SharedDataFact(Run)]
    public void ZonesAt_EverySampleOfTheRun_GivesTheEntersOfShapely()
    {
        var map = MapOf($"{Run}/named_zones.geojson");
        var truth = Lines($"{Run}/truth_named_zone_events_10hz.csv.gz").Where(cells => cells[2] == "enter").Select(cells => (Time(cells[0]), cells[1], cells[3]));
        var held = new Dictionary<string, IReadOnlyList<Zone>>();
        var enters = new List<(double, string, string)>();
        foreach (var row in Rows())
        {
            var now = map.ZonesAt(row.Latitude, row.Longitude);
            enters.AddRange(now.Except(held.GetValueOrDefault(row.Vehicle, [])).Select(zone => (row.Time, row.Vehicle, zone.Name)));
            held[row.Vehicle] = now;
        }
        Assert.Equal(1_767, enters.Count);
        Assert.Equal(truth.Order(), enters.Order());
    }

    [SharedDataFact(Run)]
    public void Project_SumoPositions_KeepsTheDistancesOfTransverseMercator()
    {
        var rows = Rows().Where((_, i) => i % 1_000 == 0).ToList();
        var projection = new LocalProjection(new Position(rows.Average(row => row.Latitude), rows.Average(row => row.Longitude)));
        foreach (var (a, b) in rows.Zip(rows.Skip(1)))
        {
            var distance = projection.Project(a.Latitude, a.Longitude).DistanceTo(projection.Project(b.Latitude, b.Longitude));
            Assert.Equal(a.Sumo.DistanceTo(b.Sumo), distance, 0.03);
        }
    }

    private static Map MapOf(string file)
    {
        using var stream = File.OpenRead(SharedData.PathOf(file));
        return GeoJsonMapReader.Read(stream);
    }

    private static IEnumerable<Row> Rows() => Lines($"{Run}/fcd.csv.gz").Select(cells => new Row(
        Time(cells[0]), cells[1], Number(cells[4]), Number(cells[3]), new LocalPosition(Number(cells[5]), Number(cells[6]))));

    private static IEnumerable<string[]> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(file)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return line.Split(',');
    }

    private static double Time(string text) => Number(text);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
