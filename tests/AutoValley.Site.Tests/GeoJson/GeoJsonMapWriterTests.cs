using System.Text;
using AutoValley.Site.GeoJson;
using AutoValley.Site.Geometry;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.GeoJson;

public sealed class GeoJsonMapWriterTests
{
    private const string Everything = """
        {"type":"FeatureCollection","name":"Ground \"é\"","features":[
        {"type":"Feature","properties":{"kind":"boundary"},"geometry":{"type":"Polygon","coordinates":[[[-107,49],[-106.99,49],[-106.99,49.01],[-107,49.01],[-107,49]]]}},
        {"type":"Feature","properties":{"name":"Oval","kind":"track"},"geometry":{"type":"MultiPolygon","coordinates":[[[[-107,49],[-106.999,49],[-106.999,49.001],[-107,49.001],[-107,49]],[[-106.9998,49.0002],[-106.9996,49.0002],[-106.9996,49.0004],[-106.9998,49.0002]]],[[[-106.998,49],[-106.997,49],[-106.997,49.001],[-106.998,49]],[[-106.9974,49.0002],[-106.9972,49.0002],[-106.9972,49.0003],[-106.9974,49.0002]]]]}},
        {"type":"Feature","properties":{"name":"Lane 1","kind":"lane","parent":"Oval","capacity":3,"speed_limit":80.5,"width":3.75,"exclusive":true,"vehicle_kinds":["car","truck"],"direction":[[-107,49],[-106.9995,49.0001],[-106.999,49]]},"geometry":{"type":"Polygon","coordinates":[[[-107,49],[-106.999,49],[-106.999,49.0001],[-107,49]]]}},
        {"type":"Feature","properties":{"name":"Lane 2","direction":270.5},"geometry":{"type":"Polygon","coordinates":[[[-107,49],[-106.999,49],[-106.999,49.0001],[-107,49]]]}},
        {"type":"Feature","properties":{"name":"Lap","closed":true},"geometry":{"type":"LineString","coordinates":[[-107,49,701.5],[-106.99,49],[-107,49.01,702],[-107,49,701.5]]}},
        {"type":"Feature","properties":{"name":"Out","closed":false},"geometry":{"type":"LineString","coordinates":[[-107,49],[-106.99,49],[-107,49]]}}
        ]}

        """;

    [Fact]
    public void Write_EverythingAMapCanHold_GivesTheTextThatWasRead() => Assert.Equal(Everything, Text(Read(Everything)));

    [Fact]
    public void Read_EverythingAZoneCanHold_IsInTheZone()
    {
        var map = Read(Everything);
        var lane = map.Find("Lane 1")!;
        Assert.Equal((ZoneKind.Lane, "Oval", 3, 80.5, 3.75, true), (lane.Kind, lane.Parent, lane.Capacity, lane.SpeedLimit, lane.Width, lane.IsExclusive));
        Assert.Equal(["car", "truck"], lane.VehicleKinds!);
        Assert.Equal(73.07, lane.Direction!.HeadingAt(lane.Direction.Line[0]), 0.1);
        Assert.Equal(270.5, map.Find("Lane 2")!.Direction!.HeadingAt(default));
        Assert.Equal([false, true, false, true], map.Find("Oval")!.Shape.Rings.Select(ring => ring.IsHole));
        Assert.Null(map.Find("Oval")!.Direction);
        Assert.False(map.Find("Oval")!.IsExclusive);
    }

    [Fact]
    public void Write_IslandInAHole_KeepsEachHoleWithTheAreaAroundIt()
    {
        static Ring Square(double half, bool isHole = false) => new([new(-half, -half), new(half, -half), new(half, half), new(-half, half)], isHole);
        var shape = new Polygon([Square(40), Square(30, isHole: true), Square(20), Square(10, isHole: true)]);
        var back = Read(Text(new Map("", new LocalProjection(new Position(49, 8)), null, [new Zone("Moat", ZoneKind.Pad, shape)], [])));
        Assert.Equal([false, true, false, true], back.Zones[0].Shape.Rings.Select(ring => ring.IsHole));
        Assert.Equal([80, 60, 40, 20], back.Zones[0].Shape.Rings.Select(ring => Math.Round(Math.Sqrt(ring.Area), 1)));
    }

    [Fact]
    public void Write_MapThatIsNotPlaced_IsRefused() =>
        Assert.Throws<SiteMapException>(() => GeoJsonMapWriter.Write(new Map("", null, null, [], [])));

    [SharedDataFact("maps")]
    public void Write_RealMaps_AreReadBackEqual()
    {
        var placed = new MapReadOptions { GeoReference = "+proj=tmerc +lat_0=49 +lon_0=8.4" };
        string[] files =
        [
            "zones-mcity/mcity-name-v5.geojson", "sumo/mcity/zones.geojson", "../../TESTGROUND", "maps/astazero_FlexZoneCrossing.xodr", "maps/astazero_GaragePlan.xodr",
            "maps/esmini_fabriksgatan.xodr", "maps/esmini_e6mini.xodr", "maps/asamqc_Ex_Entry_Exit.xodr", "maps/esmini_two_plus_one.xodr", "maps/carla_Town01.xodr", "maps/carla_Town05.xodr",
            "maps/lanelet2_mapping_example.osm",
        ];
        foreach (var file in files.Select(file => file.Contains("TESTGROUND", StringComparison.Ordinal)
            ? Path.Combine(SharedData.RepositoryRoot, "src/AutoValley.Server/Demo/test-ground.geojson") : SharedData.PathOf(file)))
        {
            var map = MapFile.Read(file, placed);
            var (text, back) = (Text(map), Read(Text(map)));
            Assert.True(text == Text(back), $"{file} is written differently the second time");
            Assert.Equal(map.Zones.Select(Properties), back.Zones.Select(Properties));
            foreach (var (zone, again) in map.Zones.Zip(back.Zones))
            {
                Assert.Equal(zone.VehicleKinds, again.VehicleKinds);
                Assert.Equal((zone.Direction?.Heading, zone.Direction?.Line.Count), (again.Direction?.Heading, again.Direction?.Line.Count));
                Assert.All(
                    (zone.Direction?.Line ?? []).Zip(again.Direction?.Line ?? []), pair => Assert.InRange(Apart(map, pair.First, back, pair.Second), 0, 1e-5));
                Assert.Equal(zone.Shape.Area, again.Shape.Area, 0.001 + (zone.Shape.Area * 1e-4));
                var corners = zone.Shape.Rings.SelectMany(ring => ring.Corners).Zip(again.Shape.Rings.SelectMany(ring => ring.Corners));
                Assert.All(corners, pair => Assert.InRange(Apart(map, pair.First, back, pair.Second), 0, 1e-5));
            }
        }
    }

    private static (string, ZoneKind, string?, int?, double?, double?, bool) Properties(Zone zone) =>
        (zone.Name, zone.Kind, zone.Parent, zone.Capacity, zone.SpeedLimit, zone.Width is { } width ? Math.Round(width, 3) : null, zone.IsExclusive);

    private static double Apart(Map map, LocalPosition place, Map other, LocalPosition otherPlace)
    {
        var position = other.Projection.Unproject(otherPlace);
        return map.Projection.Project(position.Latitude, position.Longitude).DistanceTo(place);
    }

    private static string Text(Map map) => Encoding.UTF8.GetString(GeoJsonMapWriter.Write(map));

    private static Map Read(string text) => GeoJsonMapReader.Read(Encoding.UTF8.GetBytes(text));
}
