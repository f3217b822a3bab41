using System.Text;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests.OpenDrive;

public sealed class OpenDriveMapReaderTests
{
    [Fact]
    public void Read_SmallFile_HasAZoneForEveryDrivableLaneRoadAndJunction()
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small);
        Assert.Equal("Small", map.Name);
        Assert.Equal(
            ["R1 Track ", "R1.0.1 Lane R1", "R1.0.-1 Lane R1", "R2.0.-1 Lane J4", "J4 Junction ", "O1.7 Pit "],
            map.Zones.Select(zone => $"{zone.Name} {zone.Kind} {zone.Parent}"));
        var (left, right) = (map.Find("R1.0.1")!, map.Find("R1.0.-1")!);
        Assert.Equal((50, 36), (left.SpeedLimit!.Value, Math.Round(right.SpeedLimit!.Value, 9)));
        Assert.Equal((3, 3.5), (Math.Round(left.Width!.Value, 6), Math.Round(right.Width!.Value, 6)));
        Assert.Equal(270, left.Direction!.HeadingAt(default), 0.01);
        Assert.Equal(90, right.Direction!.HeadingAt(default), 0.01);
        Assert.Equal(20 * 6.5, map.Find("R1")!.Shape.Area, 0.01);

        // The sector between radius 10 and 13.5.
        Assert.Equal(((13.5 * 13.5) - 100) * Math.PI / 4, map.Find("J4")!.Shape.Area, 0.3);
        Assert.Equal(10, map.Find("O1.7")!.Shape.Area, 0.001);
    }

    [Fact]
    public void ZonesAt_SmallFile_FindsTheLaneOfAPosition()
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small);
        var plane = new TransverseMercator(new Position(57.7, 12.7));
        var position = plane.Unproject(new LocalPosition(15, 4));
        Assert.Equal(["R1.0.-1", "R1"], map.ZonesAt(position.Latitude, position.Longitude).Select(zone => zone.Name));
    }

    [Theory]
    [InlineData("rule=\"LHT\"", 90, 270)]
    [InlineData("rule=\"RHT\"", 270, 90)]
    public void Read_RuleOfTheRoad_DecidesTheDirection(string rule, double left, double right)
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small.Replace("<road id=\"1\"", $"<road id=\"1\" {rule}", StringComparison.Ordinal));
        Assert.Equal(left, map.Find("R1.0.1")!.Direction!.HeadingAt(default), 0.01);
        Assert.Equal(right, map.Find("R1.0.-1")!.Direction!.HeadingAt(default), 0.01);
    }

    [Theory]
    [InlineData("type=\"bidirectional\"", null)]
    [InlineData("type=\"driving\" direction=\"both\"", null)]
    [InlineData("type=\"driving\" direction=\"reversed\"", 90.0)]
    [InlineData("type=\"driving\" direction=\"standard\"", 270.0)]
    public void Read_LaneOfItsOwnDirection_HasIt(string lane, double? heading)
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small.Replace("<lane id=\"1\" type=\"driving\"", $"<lane id=\"1\" {lane}", StringComparison.Ordinal));
        var direction = map.Find("R1.0.1")!.Direction;
        Assert.Equal(heading, direction is null ? null : Math.Round(direction.HeadingAt(default)));
    }

    [Fact]
    public void Read_BordersInsteadOfWidths_GiveTheSameLanes()
    {
        var borders = OpenDriveFile.Small
            .Replace("<width sOffset=\"0\" a=\"3\" b", "<border sOffset=\"0\" a=\"3\" b", StringComparison.Ordinal)
            .Replace("<width sOffset=\"0\" a=\"3.5\" b", "<border sOffset=\"0\" a=\"-3.5\" b", StringComparison.Ordinal);
        var (expected, actual) = (OpenDriveFile.Read(OpenDriveFile.Small), OpenDriveFile.Read(borders));
        Assert.Equal(expected.Zones.Select(zone => (zone.Name, zone.Shape.Area)), actual.Zones.Select(zone => (zone.Name, zone.Shape.Area)));
    }

    [Fact]
    public void Read_LaneOffsetAndSuperelevation_MoveTheLanes()
    {
        var offset = OpenDriveFile.Read(OpenDriveFile.Small.Replace("<lanes>", "<lanes><laneOffset s=\"0\" a=\"2\" b=\"0\" c=\"0\" d=\"0\"/>", StringComparison.Ordinal));
        Assert.Equal(["R1.0.-1", "R1"], offset.ZonesAt(PlaceOf(offset, 15, 6.5)).Select(zone => zone.Name));
        var roll = OpenDriveFile.Read(OpenDriveFile.Small.Replace(
            "<lanes>", "<lateralProfile><superelevation s=\"0\" a=\"0.5\" b=\"0\" c=\"0\" d=\"0\"/></lateralProfile><lanes>", StringComparison.Ordinal));
        Assert.Equal(20 * 6.5 * Math.Cos(0.5), roll.Find("R1")!.Shape.Area, 0.01);
    }

    [Fact]
    public void Read_LaneThatBegins_IsOnlyWhereItHasAWidth()
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small.Replace(
            "<width sOffset=\"0\" a=\"3\" b=\"0\" c=\"0\" d=\"0\"/>",
            "<width sOffset=\"0\" a=\"0\" b=\"0\" c=\"0\" d=\"0\"/><width sOffset=\"10\" a=\"0\" b=\"0.3\" c=\"0\" d=\"0\"/>", StringComparison.Ordinal));
        var lane = map.Find("R1.0.1")!;
        Assert.Equal(15, lane.Shape.Area, 0.001);
        Assert.Equal(10, lane.Direction!.Line.Zip(lane.Direction.Line.Skip(1)).Sum(pair => pair.First.DistanceTo(pair.Second)), 0.2);
    }

    [Fact]
    public void Read_HeaderWithOffset_TurnsAndMovesThePlane()
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small.Replace("<geoReference>", "<offset x=\"1000\" y=\"-500\" z=\"0\" hdg=\"1.5707963267948966\"/><geoReference>", StringComparison.Ordinal));
        var position = new TransverseMercator(new Position(57.7, 12.7)).Unproject(new LocalPosition(1_000 - 4, -500 + 15));
        Assert.Equal(["R1.0.-1", "R1"], map.ZonesAt(position.Latitude, position.Longitude).Select(zone => zone.Name));
        Assert.Equal(0, map.Find("R1.0.-1")!.Direction!.HeadingAt(default), 0.02);
    }

    [Fact]
    public void Read_RoadsFarFromTheZoneOfUtm_AreNotPlaced()
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small.Replace("+proj=tmerc +lat_0=57.7 +lon_0=12.7", "+proj=utm +zone=32", StringComparison.Ordinal));
        Assert.False(map.IsPlaced);
        Assert.Equal("line 3: geoReference not used, the roads at x 10, y -3 lie far outside of what it covers: the map is not placed", Assert.Single(map.Notes));
        Assert.Throws<InvalidOperationException>(() => map.ZonesAt(57.7, 12.7));
        Assert.Equal(["R1.0.-1", "R1"], map.ZonesAt(new LocalPosition(15, 4)).Select(zone => zone.Name));
    }

    [Fact]
    public void Read_OneCornerOutsideOfTheTangentPlane_IsRefused()
    {
        // 49 km west and 49 km north of the origin are within its 50 km, the corner of both is not.
        var text = OpenDriveFile.Small.Replace("x=\"10\" y=\"5\"", "x=\"-49000\" y=\"0\"", StringComparison.Ordinal)
            .Replace("x=\"30\" y=\"5\"", "x=\"0\" y=\"49000\"", StringComparison.Ordinal);
        var error = Assert.Throws<SiteMapException>(() => OpenDriveFile.Read(text, new MapReadOptions { GeoReference = "+proj=ortho +lat_0=57.7 +lon_0=12.7" }));
        Assert.Equal("the given geoReference: the roads at x -49000, y 49010 lie far outside of what it covers", error.Message);
    }

    [Theory]
    [InlineData("<speed sOffset=\"5\" max=\"20\"/>", 50)]
    [InlineData("<speed sOffset=\"5\" max=\"10\"/>", 36)]
    [InlineData("<speed sOffset=\"0\" max=\"20\"/>", 72)]
    [InlineData("<speed sOffset=\"0\" max=\"20\"/><speed sOffset=\"5\" max=\"10\"/>", 36)]
    [InlineData("<speed sOffset=\"20\" max=\"10\"/>", 50)]
    public void Read_LimitThatBeginsWithinTheLane_LeavesTheRoadsBeforeIt(string speed, double limit)
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small.Replace("<speed sOffset=\"0\" max=\"10\"/>", speed, StringComparison.Ordinal));
        Assert.Equal(limit, map.Find("R1.0.-1")!.SpeedLimit!.Value, 1e-9);
    }

    [Fact]
    public void Read_SectionsThatAreBeyondTheLimitTogether_AreRefused()
    {
        // Rows of 22 borders, two or more a section: 44 each, while the zones of both sections have fewer than 40 positions.
        var walks = string.Concat(Enumerable.Range(2, 20).Select(i => $"<lane id=\"-{i}\" type=\"sidewalk\"><width sOffset=\"0\" a=\"1\" b=\"0\" c=\"0\" d=\"0\"/></lane>"));
        string Section(int s) => $"<laneSection s=\"{s}\"><right><lane id=\"-1\" type=\"driving\"><width sOffset=\"0\" a=\"3\" b=\"0\" c=\"0\" d=\"0\"/></lane>{walks}</right></laneSection>";
        string Text(params int[] sections) => $"""
            <OpenDRIVE><header revMajor="1" revMinor="6"/><road id="1" length="20" junction="-1">
            <planView><geometry s="0" x="0" y="0" hdg="0" length="20"><line/></geometry></planView><lanes>{string.Concat(sections.Select(Section))}</lanes></road></OpenDRIVE>
            """;
        var options = new MapReadOptions { Limits = new MapLimits { MaximumPositions = 80 } };
        Assert.NotEmpty(OpenDriveFile.Read(Text(0), options).Zones);
        var error = Assert.Throws<SiteMapException>(() => OpenDriveFile.Read(Text(0, 10), options));
        Assert.Equal("line 1: road \"1\": with it the map has more than 80 positions", error.Message);
    }

    [Fact]
    public void Read_FileOfTooManyElements_IsRefused()
    {
        var text = $"<OpenDRIVE>{string.Concat(Enumerable.Repeat("<a b=\"\"/>", 2_000_000))}</OpenDRIVE>";
        Assert.Equal("line 1: more than 4000000 elements and attributes", Assert.Throws<SiteMapException>(() => OpenDriveFile.Read(text)).Message);
    }

    [Fact]
    public void Read_GivenGeoReference_IsUsedInsteadOfTheFiles()
    {
        var map = OpenDriveFile.Read(OpenDriveFile.Small, new MapReadOptions { GeoReference = "+proj=tmerc +lat_0=49 +lon_0=8" });
        Assert.Equal(49, map.Projection.Origin.Latitude, 0.001);
        var error = Assert.Throws<SiteMapException>(() => OpenDriveFile.Read(OpenDriveFile.Small, new MapReadOptions { GeoReference = "EPSG:4326" }));
        Assert.Equal("the given geoReference: it is no PROJ string", error.Message);
    }

    [Theory]
    [InlineData("revMinor=\"6\"", "revMinor=\"3\"", "line 3: OpenDRIVE 1.3 is none of 1.4 to 1.8")]
    [InlineData("<line/>", "", "line 6: <geometry> has no shape")]
    [InlineData("<line/>", "<bezier/>", "line 6: <bezier> is no shape of OpenDRIVE")]
    [InlineData("x=\"10\"", "x=\"NaN\"", "line 6: \"x\" of <geometry> is no number")]
    [InlineData(" x=\"10\" y", " y", "line 6: <geometry> has no \"x\"")]
    [InlineData("length=\"20\"><line/>", "length=\"-20\"><line/>", "line 6: <geometry> of length -20: not in 0 to 100000 m")]
    [InlineData("<lane id=\"-2\"", "<lane id=\"-3\"", "line 13: lane -3 on the right: the ids there are -1, -2, -3… without a gap")]
    [InlineData("unit=\"km/h\"", "unit=\"knots\"", "line 5: unit \"knots\" of a speed is none of km/h, m/s, mph")]
    [InlineData("<road id=\"2\"", "<road id=\"1\"", "line 22: road \"1\": is there twice")]
    [InlineData("junction=\"4\"", "junction=\"5\"", "line 22: road \"2\": its junction \"5\" is none of the file")]
    [InlineData("curvature=\"0.1\"", "curvature=\"100\"", "line 23: \"curvature\" 100 over 15.707963267948966 m turns more than 100 radians")]
    [InlineData("<center>", "<centre>", "line 10: not XML: ")]
    [InlineData("<?xml version=\"1.0\"?>", "<!DOCTYPE OpenDRIVE [<!ENTITY a \"b\">]>", "not XML: For security reasons DTD is prohibited")]
    [InlineData("<cornerLocal u=\"5\" v=\"2\"/><cornerLocal u=\"0\" v=\"2\"/>", "", "line 18: <outline> with 2 corners encloses nothing")]
    public void Read_BrokenFile_IsRefusedWithLineAndReason(string part, string broken, string message)
    {
        var text = OpenDriveFile.Small.Replace(part, broken, StringComparison.Ordinal);
        Assert.NotEqual(OpenDriveFile.Small, text);
        Assert.StartsWith(message, Assert.Throws<SiteMapException>(() => OpenDriveFile.Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BeyondALimit_NamesTheLimit()
    {
        void Refused(MapLimits limits, string message) => Assert.Contains(
            message, Assert.Throws<SiteMapException>(() => OpenDriveFile.Read(OpenDriveFile.Small, new MapReadOptions { Limits = limits })).Message, StringComparison.Ordinal);
        Refused(new MapLimits { MaximumBytes = 100 }, "longer than 100 bytes");
        Refused(new MapLimits { MaximumFeatures = 2 }, "more than 2 zones");
        Refused(new MapLimits { MaximumPositions = 20 }, "more than 20 positions");
        Refused(new MapLimits { MaximumNameLength = 3 }, "a text of 1 to 3 characters");
        Refused(new MapLimits { MaximumRadius = 5 }, "from its middle");
        var deep = OpenDriveFile.Small.Replace("<objects>", $"<objects>{string.Concat(Enumerable.Repeat("<a>", 40))}{string.Concat(Enumerable.Repeat("</a>", 40))}", StringComparison.Ordinal);
        Assert.Equal("line 17: nested deeper than 32 elements", Assert.Throws<SiteMapException>(() => OpenDriveFile.Read(deep)).Message);
    }

    [Fact]
    public void Read_RoadOfTooManyPieces_IsRefusedWithItsLine()
    {
        var pieces = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<geometry s=\"{i}\" x=\"{i}\" y=\"{i % 2}\" hdg=\"0\" length=\"1\"><line/></geometry>"));
        var text = OpenDriveFile.Small.Replace("<road id=\"1\" length=\"20\"", "<road id=\"1\" length=\"30000\"", StringComparison.Ordinal)
            .Replace("<geometry s=\"0\" x=\"10\" y=\"5\" hdg=\"0\" length=\"20\"><line/></geometry>", pieces, StringComparison.Ordinal);
        Assert.Equal("line 4: road \"1\": an outline of more than 50000 edges", Assert.Throws<SiteMapException>(() => OpenDriveFile.Read(text)).Message);
    }

    [Fact]
    public void Read_MutatedFile_GivesAMapOrOneTypedError()
    {
        var random = new Random(8);
        var original = Encoding.UTF8.GetBytes(OpenDriveFile.Small);
        var refused = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = original.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "0123456789.-eE\" "[random.Next(16)]);
            refused += Record.Exception(() => MapFile.Read(bytes)) switch
            {
                null => 0,
                SiteMapException => 1,
                var other => throw new InvalidOperationException($"{Encoding.Latin1.GetString(bytes)} gave {other}", other),
            };
        }
        Assert.InRange(refused, 500, 2_999);
    }

    private static LocalPosition PlaceOf(Map map, double x, double y)
    {
        var position = new TransverseMercator(new Position(57.7, 12.7)).Unproject(new LocalPosition(x, y));
        return map.Projection.Project(position.Latitude, position.Longitude);
    }
}
