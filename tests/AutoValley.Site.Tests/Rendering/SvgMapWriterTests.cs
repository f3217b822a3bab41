using System.Globalization;
using System.Xml.Linq;
using AutoValley.Site.GeoJson;
using AutoValley.Site.Geometry;
using AutoValley.Site.Rendering;
using AutoValley.Site.Tests.OpenDrive;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.Rendering;

public sealed class SvgMapWriterTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Write_SmallMap_ShowsZonesNamesArrowsAndScale()
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small);
        var svg = Parse(SvgMapWriter.Write(map));
        var zones = svg.Elements(Svg + "path").Where(path => Class(path).StartsWith("zone ", StringComparison.Ordinal)).ToList();
        Assert.Equal(map.Zones.Count, zones.Count);
        Assert.Equal(["zone junction", "zone lane", "zone lane through", "zone pit", "zone track"], zones.Select(Class).Distinct().Order());
        Assert.Contains("R1.0.-1, lane, part of R1, 36 km/h", zones.Select(zone => zone.Element(Svg + "title")!.Value));
        Assert.Contains("R1", svg.Elements(Svg + "text").Select(text => text.Value));
        Assert.Contains("5 m", svg.Elements(Svg + "text").Select(text => text.Value));
        Assert.Equal("Small", svg.Element(Svg + "title")!.Value);

        // An arrow on each lane; one of them to the west, which the road's other lane has to the east.
        var turns = svg.Elements(Svg + "path").Where(path => Class(path) == "arrow").Select(path => (string)path.Attribute("transform")!).ToList();
        Assert.Contains(turns, turn => turn.Contains("rotate(270", StringComparison.Ordinal) || turn.Contains("rotate(269.9", StringComparison.Ordinal));
        Assert.Contains(turns, turn => turn.Contains("rotate(90", StringComparison.Ordinal) || turn.Contains("rotate(89.9", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_AnyMap_DrawsEveryCornerInTheViewBoxInMetres()
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small);
        var svg = Parse(SvgMapWriter.Write(map));
        var box = Numbers((string)svg.Attribute("viewBox")!);
        var bounds = map.Zones.Select(zone => zone.Shape.Bounds).Aggregate((a, b) => a.Including(b));
        Assert.InRange(box[2], bounds.Width, bounds.Width * 1.2);
        Assert.InRange(box[3], bounds.Height, bounds.Height * 1.4);
        foreach (var path in svg.Elements(Svg + "path").Where(path => Class(path) != "arrow"))
        {
            foreach (var corner in ((string)path.Attribute("d")!).Replace("M", "", StringComparison.Ordinal).Replace("Z", "", StringComparison.Ordinal).Split(' ').Select(Numbers))
            {
                Assert.InRange(corner[0], box[0], box[0] + box[2]);
                Assert.InRange(corner[1], box[1], box[1] + box[3]);
            }
        }
    }

    [Fact]
    public void Write_ZoneWithinAZone_WritesTheNamesBesideEachOtherOrOnlyTheLargerOne()
    {
        var square = new Ring([new(0, 0), new(100, 0), new(100, 100), new(0, 100)]);
        var inner = new Ring([new(10, 10), new(90, 10), new(90, 90), new(10, 90)]);
        Zone[] zones = [new("Inner", ZoneKind.Pad, new Polygon([inner])), new("Outer", ZoneKind.Pad, new Polygon([square]))];
        var names = Parse(SvgMapWriter.Write(new Map("", null, null, zones, []))).Elements(Svg + "text").Select(text => text.Value);
        Assert.Equal(["Outer", "20 m"], names);
    }

    [Fact]
    public void Write_NamesOfAnyText_StaysXml()
    {
        var zone = new Zone("<a> & \"b\" \u0007\uD800", ZoneKind.Pad, new Polygon([new Ring([new(0, 0), new(90, 0), new(0, 90)])])) { IsExclusive = true };
        var svg = Parse(SvgMapWriter.Write(new Map("", null, null, [zone], [])));
        Assert.Contains("<a> & \"b\" \uFFFD\uFFFD", svg.Elements(Svg + "text").Select(text => text.Value));
        Assert.Contains("zone pad exclusive", svg.Elements(Svg + "path").Select(Class));
    }

    [Fact]
    public void Write_MapWithoutZones_IsStillAPicture() => Parse(SvgMapWriter.Write(new Map("", null, null, [], [])));

    [Fact]
    public void Write_TestGround_DrawsBoundaryAndRoutesAndIsTheSameEveryTime()
    {
        var bytes = File.ReadAllBytes(Path.Combine(SharedData.RepositoryRoot, "src/AutoValley.Server/Demo/test-ground.geojson"));
        var (map, again) = (GeoJsonMapReader.Read(bytes), GeoJsonMapReader.Read(bytes));
        var text = SvgMapWriter.Write(map);
        Assert.Equal(text, SvgMapWriter.Write(again));
        var classes = Parse(text).Elements(Svg + "path").CountBy(Class).ToDictionary();
        Assert.Equal((1, map.Routes.Count, 1), (classes["boundary"], classes["route"], classes["scale"]));
    }

    [ToolFact("rsvg-convert")]
    public async Task Write_TestGround_IsDrawnByARenderer()
    {
        var map = MapFile.Read(Path.Combine(SharedData.RepositoryRoot, "src/AutoValley.Server/Demo/test-ground.geojson"));
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        try
        {
            await ForeignProgram.RunAsync(SvgMapWriter.Write(map), "rsvg-convert", "--width", "800", "--output", file);
            Assert.InRange(new FileInfo(file).Length, 20_000, 2_000_000);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static XElement Parse(string text) => XElement.Parse(text);

    private static string Class(XElement path) => (string)path.Attribute("class")!;

    private static double[] Numbers(string text) =>
        [.. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
