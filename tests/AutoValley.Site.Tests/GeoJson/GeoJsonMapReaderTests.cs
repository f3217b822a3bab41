using System.Text;
using AutoValley.Site.GeoJson;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.Tests.GeoJson;

public sealed class GeoJsonMapReaderTests
{
    private const string Ring = "[[-107,49],[-106.99,49],[-106.99,49.01],[-107,49.01],[-107,49]]";
    private const string Hole = "[[-106.998,49.002],[-106.996,49.002],[-106.996,49.004],[-106.998,49.002]]";
    private const string Zone = $$$"""{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Polygon","coordinates":[{{{Ring}}}]}}""";

    [Fact]
    public void Read_EveryKindOfFeature_IsTaken()
    {
        var map = Read($$$"""
            {"type":"FeatureCollection","name":"Ground","crs":null,"features":[
            {"type":"Feature","properties":{"kind":"boundary"},"geometry":{"type":"Polygon","coordinates":[{{{Ring}}}]}},
            {"type":"Feature","properties":{"name":"Pad 1","kind":"pad","capacity":2,"speed_limit":80.5,"parent":"B","colour":"red"},
             "geometry":{"type":"Polygon","coordinates":[{{{Ring}}},{{{Hole}}}]}},
            {"type":"Feature","id":7,"properties":{"id":"B","kind":"edge"},"geometry":{"type":"MultiPolygon","coordinates":[[{{{Ring}}}],[{{{Hole}}}]]}},
            {"type":"Feature","properties":{"name":"Lap","closed":true},"geometry":{"type":"LineString","coordinates":[[-107,49,700],[-106.99,49,701],[-107,49.01,702],[-107,49,700]]}},
            {"type":"Feature","properties":null,"geometry":{"type":"LineString","coordinates":[[-107,49],[-106.99,49]]}}
            ]}
            """);
        Assert.Equal("Ground", map.Name);
        Assert.NotNull(map.Boundary);
        Assert.Equal([("Pad 1", ZoneKind.Pad), ("B", ZoneKind.Other)], map.Zones.Select(zone => (zone.Name, zone.Kind)));
        Assert.Equal((2, 80.5, "B"), (map.Zones[0].Capacity, map.Zones[0].SpeedLimit, map.Zones[0].Parent));
        Assert.Equal([false, true], map.Zones[0].Shape.Rings.Select(ring => ring.IsHole));
        Assert.Equal([false, false], map.Zones[1].Shape.Rings.Select(ring => ring.IsHole));
        Assert.Equal([("Lap", true), ("route 4", false)], map.Routes.Select(route => (route.Name, route.IsClosed)));
        Assert.Equal([new(49, -107, 700), new(49, -106.99, 701), new Position(49.01, -107, 702)], map.Routes[0].Path);
    }

    [Fact]
    public void Read_OpenRouteThatEndsWhereItStarts_KeepsItsLastPosition()
    {
        var map = Read(Collection(
            """{"type":"Feature","properties":{"closed":false},"geometry":{"type":"LineString","coordinates":[[-107,49],[-106.99,49],[-107,49]]}}"""));
        Assert.Equal(3, Assert.Single(map.Routes).Path.Count);
        Assert.False(map.Routes[0].IsClosed);
    }

    [Theory]
    [InlineData("", "line 1: not JSON: ")]
    [InlineData("[1,2", "line 1: not JSON: ")]
    [InlineData("[]", "not a GeoJSON FeatureCollection")]
    [InlineData("""{"type":"Feature"}""", "not a GeoJSON FeatureCollection")]
    [InlineData("""{"type":"FeatureCollection","features":{}}""", "\"features\" is not an array")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "the map has no features")]
    public void Read_NotAMap_SaysWhy(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<SiteMapException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("7", "feature 1: is no object")]
    [InlineData("""{"properties":{"name":"B"}}""", "feature 1: has no geometry")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"coordinates":[]}}""", "feature 1 \"B\": its geometry has no type")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Point","coordinates":[1,2]}}""", "feature 1 \"B\": a Point is neither a zone (Polygon, MultiPolygon) nor a route (LineString)")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Polygon"}}""", "feature 1 \"B\": its geometry has no coordinates")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Polygon","coordinates":[]}}""", "feature 1 \"B\": has no ring")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Polygon","coordinates":[7]}}""", "feature 1 \"B\": a line or ring is not an array")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"MultiPolygon","coordinates":[7]}}""", "feature 1 \"B\": a polygon is not an array")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[1,3],[2,3]]]}}""", "feature 1 \"B\": a ring of 3 positions is not closed (at least 4, the last is the first)")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[1,3],[2,3],[1,2.5]]]}}""", "feature 1 \"B\": a ring of 4 positions is not closed (at least 4, the last is the first)")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[1,"x"],[2,3],[1,2]]]}}""", "feature 1 \"B\": position 1 is not [longitude, latitude]")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[1],[2,3],[1,2]]]}}""", "feature 1 \"B\": position 1 is not [longitude, latitude]")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[181,2],[2,3],[1,2]]]}}""", "feature 1 \"B\": position 1, longitude 181, latitude 2, is not on the Earth")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"LineString","coordinates":[[1,2],[1,2,1e999]]}}""", "feature 1 \"B\": position 1, longitude 1, latitude 2, is not on the Earth")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"Polygon","coordinates":[[[-107,49],[-107,49.01],[-107,49.02],[-107,49]]]}}""", "feature 1 \"B\": has no area")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"LineString","coordinates":[[-107,49]]}}""", "feature 1 \"B\": its line has fewer than 2 positions")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"LineString","coordinates":[[-107,49],[-107,49]]}}""", "feature 1 \"B\": its line goes nowhere")]
    [InlineData("""{"properties":{"name":"B"},"geometry":{"type":"LineString","coordinates":[[107,49],[107,49.1]]}}""", "feature 0 \"A\": lies more than 50 km from the middle of the map")]
    [InlineData("""{"properties":{"name":"B","closed":1},"geometry":{"type":"LineString","coordinates":[[-107,49],[-107,49.1]]}}""", "feature 1 \"B\": \"closed\" is a Number instead of a True")]
    [InlineData("""{"properties":{"name":7},"geometry":{"type":"LineString","coordinates":[]}}""", "feature 1: \"name\" is a Number instead of a String")]
    [InlineData("""{"properties":{"name":"A\nB"},"geometry":{"type":"LineString","coordinates":[]}}""", "feature 1: \"name\" is not a text of 1 to 128 characters")]
    [InlineData("""{"properties":[],"geometry":{}}""", "feature 1: \"properties\" is a Array instead of a Object")]
    public void Read_FeatureUnusable_NamesFeatureAndReason(string feature, string message) =>
        Assert.Equal(message, Assert.Throws<SiteMapException>(() => Read(Collection(Zone, feature))).Message);

    [Theory]
    [InlineData("\"kind\":\"lane\"", "feature 0: a zone needs a name")]
    [InlineData("\"name\":\"B\",\"capacity\":0", "feature 0 \"B\": \"capacity\" is not a whole number above 0")]
    [InlineData("\"name\":\"B\",\"capacity\":1.5", "feature 0 \"B\": \"capacity\" is not a whole number above 0")]
    [InlineData("\"name\":\"B\",\"speed_limit\":-1", "feature 0 \"B\": \"speed_limit\" is not a number above 0")]
    [InlineData("\"name\":\"B\",\"parent\":\"X\"", "feature 0 \"B\": its parent \"X\" is no zone")]
    [InlineData("\"name\":\"B\",\"parent\":\"B\"", "feature 0 \"B\": its parents form a circle")]
    [InlineData("\"name\":\"B\",\"width\":0", "feature 0 \"B\": \"width\" is not a number above 0")]
    [InlineData("\"name\":\"B\",\"exclusive\":\"yes\"", "feature 0 \"B\": \"exclusive\" is a String instead of a True")]
    [InlineData("\"name\":\"B\",\"direction\":360", "feature 0 \"B\": \"direction\" is not a heading of 0 to below 360 degrees")]
    [InlineData("\"name\":\"B\",\"direction\":\"north\"", "feature 0 \"B\": \"direction\" is a String instead of a Number")]
    [InlineData("\"name\":\"B\",\"direction\":[[-107,49]]", "feature 0 \"B\": \"direction\" is no line of 2 positions or more, each apart from the one before")]
    [InlineData("\"name\":\"B\",\"direction\":[[-107,49],[-107,49]]", "feature 0 \"B\": \"direction\" is no line of 2 positions or more, each apart from the one before")]
    [InlineData("\"name\":\"B\",\"vehicle_kinds\":[]", "feature 0 \"B\": \"vehicle_kinds\" is empty")]
    [InlineData("\"name\":\"B\",\"vehicle_kinds\":[\"car\",7]", "feature 0 \"B\": \"vehicle_kinds\" is not a list of different texts of 1 to 128 characters")]
    [InlineData("\"name\":\"B\",\"vehicle_kinds\":[\"car\",\"car\"]", "feature 0 \"B\": \"vehicle_kinds\" is not a list of different texts of 1 to 128 characters")]
    [InlineData("\"name\":\"B\",\"name\":\"C\"", "not JSON: Duplicate property")]
    [InlineData("\"name\":\"\\ud800\"", "not JSON")]
    public void Read_ZonePropertyUnusable_NamesFeatureAndReason(string properties, string message)
    {
        var zone = Zone.Replace("\"name\":\"A\"", properties, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<SiteMapException>(() => Read(Collection(zone))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NameUsedTwice_NamesTheSecondFeature() =>
        Assert.Equal("feature 1 \"A\": the name is used twice", Assert.Throws<SiteMapException>(() => Read(Collection(Zone, Zone))).Message);

    [Fact]
    public void Read_RingThatCrossesItself_NamesThePlace()
    {
        var bowTie = Zone.Replace(Ring, "[[-107,49],[-106.99,49.01],[-106.99,49],[-107,49.01],[-107,49]]", StringComparison.Ordinal);
        Assert.Equal(
            "feature 0 \"A\": its edges cross at longitude -106.9950000, latitude 49.0050000", Assert.Throws<SiteMapException>(() => Read(Collection(bowTie))).Message);
    }

    [Fact]
    public void Read_SecondBoundary_IsRefused()
    {
        var boundary = Zone.Replace("\"name\":\"A\"", "\"kind\":\"boundary\"", StringComparison.Ordinal);
        Assert.Equal("feature 1: is a second boundary", Assert.Throws<SiteMapException>(() => Read(Collection(boundary, boundary))).Message);
    }

    [Fact]
    public void Read_BeyondALimit_NamesTheLimit()
    {
        var text = Collection(Zone, Zone.Replace("\"A\"", "\"B\"", StringComparison.Ordinal));
        void Refused(MapLimits limits, string message) =>
            Assert.Equal(message, Assert.Throws<SiteMapException>(() => Read(text, limits)).Message);
        Refused(new MapLimits { MaximumBytes = text.Length - 1 }, $"longer than {text.Length - 1} bytes");
        Refused(new MapLimits { MaximumFeatures = 1 }, "2 features are more than 1");
        Refused(new MapLimits { MaximumPositions = 4 }, "feature 0 \"A\": has more than 4 positions");
        Refused(new MapLimits { MaximumPositions = 7 }, "feature 1 \"B\": with it the map has more than 7 positions");
        Refused(new MapLimits { MaximumNameLength = 0 }, "feature 0: \"name\" is not a text of 1 to 0 characters");
        text = text.Replace("\"FeatureCollection\"", "\"FeatureCollection\",\"name\":\"AB\"", StringComparison.Ordinal);
        Refused(new MapLimits { MaximumNameLength = 1 }, "the map's name is longer than 1 characters");
        Assert.Equal(2, Read(text, new MapLimits { MaximumBytes = text.Length, MaximumFeatures = 2, MaximumPositions = 8 }).Zones.Count);
    }

    [Fact]
    public void Read_DirectionsLine_IsWithinTheLimitsOfPositionsAndRadius()
    {
        Map ReadWith(string direction, MapLimits? limits = null) =>
            Read(Collection(Zone.Replace("\"name\":\"A\"", $"\"name\":\"A\",\"direction\":{direction}", StringComparison.Ordinal)), limits);
        const string Within = "[[-107,49],[-106.995,49],[-106.99,49]]";
        Assert.NotNull(ReadWith(Within, new MapLimits { MaximumPositions = 7 }).Zones[0].Direction);
        Assert.Equal(
            "feature 0 \"A\": with it the map has more than 6 positions",
            Assert.Throws<SiteMapException>(() => ReadWith(Within, new MapLimits { MaximumPositions = 6 })).Message);
        Assert.Equal(
            "feature 0 \"A\": lies more than 50 km from the middle of the map", Assert.Throws<SiteMapException>(() => ReadWith("[[-107,49],[-106,49]]")).Message);
    }

    [Fact]
    public void Read_BytesBeyondTheLimit_AreRefused()
    {
        var bytes = Encoding.UTF8.GetBytes(Collection(Zone));
        Assert.Single(GeoJsonMapReader.Read(bytes, new MapLimits { MaximumBytes = bytes.Length }).Zones);
        var error = Assert.Throws<SiteMapException>(() => GeoJsonMapReader.Read(bytes, new MapLimits { MaximumBytes = bytes.Length - 1 }));
        Assert.Equal($"longer than {bytes.Length - 1} bytes", error.Message);
    }

    [Fact]
    public void Read_ByteOrderMark_IsSkipped() => Assert.Single(Read("\uFEFF" + Collection(Zone)).Zones);

    [Fact]
    public void Read_MutatedBytes_GivesAMapOrOneTypedError()
    {
        var random = new Random(4);
        var original = Encoding.UTF8.GetBytes(Collection(
            Zone, """{"type":"Feature","properties":{"name":"L\u00e9","closed":true,"x":"\\"},"geometry":{"type":"LineString","coordinates":[[-107,49,7e1],[-106.99,49]]}}"""));
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = original.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            refused += Record.Exception(() => GeoJsonMapReader.Read(new MemoryStream(bytes))) switch
            {
                null => 0,
                SiteMapException => 1,
                var other => throw new InvalidOperationException($"{Encoding.Latin1.GetString(bytes)} gave {other}", other),
            };
        }
        Assert.InRange(refused, 10_000, 19_999);
    }

    private static string Collection(params string[] features) =>
        $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    private static Map Read(string text, MapLimits? limits = null) =>
        GeoJsonMapReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), limits);
}
