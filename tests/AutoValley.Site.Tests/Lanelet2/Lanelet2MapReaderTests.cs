using System.Text;
using AutoValley.Site.Geometry;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.Lanelet2;

public sealed class Lanelet2MapReaderTests
{
    // A lanelet to the east, 0.001° long, its left bound in the north; an area of two ways with a hole.
    private const string Small = """
        <?xml version='1.0' encoding='UTF-8'?>
        <osm version='0.6' generator='test'>
          <node id='1' lat='49.0001' lon='8.000' /><node id='2' lat='49.0001' lon='8.001' />
          <node id='3' lat='49.0000' lon='8.000' /><node id='4' lat='49.0000' lon='8.001' />
          <node id='5' lat='49.0010' lon='8.000' /><node id='6' lat='49.0010' lon='8.001' /><node id='7' lat='49.0020' lon='8.001' /><node id='8' lat='49.0020' lon='8.000' />
          <node id='9' lat='49.0012' lon='8.0002' /><node id='-10' lat='49.0012' lon='8.0004' /><node id='11' lat='49.0014' lon='8.0004' />
          <way id='20'><nd ref='1' /><nd ref='2' /></way>
          <way id='21'><nd ref='3' /><nd ref='4' /></way>
          <way id='22'><nd ref='5' /><nd ref='6' /><nd ref='7' /></way>
          <way id='23'><nd ref='5' /><nd ref='8' /><nd ref='7' /></way>
          <way id='24'><nd ref='9' /><nd ref='-10' /><nd ref='11' /><nd ref='9' /></way>
          <way id='25'><nd ref='1' /><nd ref='5' /><tag k='type' v='traffic_sign' /><tag k='subtype' v='de274-30' /></way>
          <relation id='30'><member type='way' ref='20' role='left' /><member type='way' ref='21' role='right' />
            <member type='relation' ref='32' role='regulatory_element' />
            <tag k='type' v='lanelet' /><tag k='subtype' v='road' /><tag k='one_way' v='yes' />
          </relation>
          <relation id='31'><member type='way' ref='22' role='outer' /><member type='way' ref='23' role='outer' /><member type='way' ref='24' role='inner' />
            <tag k='type' v='multipolygon' /><tag k='subtype' v='parking' /><tag k='participant:vehicle' v='yes' /><tag k='participant:bicycle' v='yes' />
          </relation>
          <relation id='32'><member type='way' ref='25' role='refers' /><tag k='type' v='regulatory_element' /><tag k='subtype' v='speed_limit' /></relation>
        </osm>
        """;

    [Fact]
    public void Read_SmallFile_HasItsLaneletAndArea()
    {
        var map = Read(Small);
        Assert.Equal(["L30", "A31"], map.Zones.Select(zone => zone.Name));
        var (lane, area) = (map.Zones[0], map.Zones[1]);
        Assert.Equal((ZoneKind.Lane, 30.0, 11.1), (lane.Kind, lane.SpeedLimit, Math.Round(lane.Width!.Value, 1)));
        Assert.Equal(90, lane.Direction!.HeadingAt(default), 0.001);
        Assert.Equal(ZoneKind.Pit, area.Kind);
        Assert.Equal(["bicycle", "vehicle"], area.VehicleKinds!);
        Assert.Equal([false, true], area.Shape.Rings.Select(ring => ring.IsHole));
        Assert.Equal(["L30"], map.ZonesAt(49.00005, 8.0005).Select(zone => zone.Name));
        Assert.Equal(["A31"], map.ZonesAt(49.0018, 8.0008).Select(zone => zone.Name));
        Assert.Empty(map.ZonesAt(49.00125, 8.00035));
    }

    [Theory]
    [InlineData("<nd ref='1' /><nd ref='2' />", "<nd ref='2' /><nd ref='1' />", 90)]
    [InlineData("<nd ref='3' /><nd ref='4' />", "<nd ref='4' /><nd ref='3' />", 90)]
    [InlineData("<member type='way' ref='20' role='left' /><member type='way' ref='21' role='right' />", "<member type='way' ref='21' role='left' /><member type='way' ref='20' role='right' />", 270)]
    public void Read_BoundsEitherWayRound_GiveTheDirectionWithTheLeftOneOnTheLeft(string part, string other, double heading) =>
        Assert.Equal(heading, Read(Small.Replace(part, other, StringComparison.Ordinal)).Zones[0].Direction!.HeadingAt(default), 0.001);

    [Theory]
    [InlineData("<tag k='one_way' v='yes' />", "<tag k='one_way' v='no' />", true, 30)]
    [InlineData("v='road' /><tag k='one_way' v='yes' />", "v='crosswalk' />", true, 30)]
    [InlineData("<tag k='one_way' v='yes' />", "<tag k='speed_limit' v='20' />", false, 20)]
    [InlineData("<tag k='one_way' v='yes' />", "<tag k='speed_limit' v='10 mph' />", false, 16.09344)]
    [InlineData("<tag k='one_way' v='yes' />", "<tag k='speed_limit' v='50' />", false, 30)]
    public void Read_TagsOfALanelet_DecideDirectionAndLimit(string part, string tags, bool bothWays, double limit)
    {
        var lane = Read(Small.Replace(part, tags, StringComparison.Ordinal)).Zones[0];
        Assert.Equal(bothWays, lane.Direction is null);
        Assert.Equal(limit, lane.SpeedLimit!.Value, 1e-9);
    }

    [Theory]
    [InlineData("<nd ref='3' />", "<nd ref='99' />", "line 8: node 99 is not in the file")]
    [InlineData("<nd ref='3' />", "", "line 8: way 21 has fewer than two places")]
    [InlineData("ref='21' role='right'", "ref='99' role='right'", "line 13: way 99 is not in the file")]
    [InlineData("ref='21' role='right'", "ref='21' role='left'", "line 13: lanelet 30 has 2 left bounds instead of one")]
    [InlineData("ref='21' role='right'", "ref='20' role='right'", "line 13: lanelet 30 has no area")]
    [InlineData("ref='23' role='outer'", "ref='23' role='middle'", "line 17: area 31 has an outer ring that is not closed")]
    [InlineData("<way id='21'>", "<way id='20'>", "line 8: way 20 is there twice")]
    [InlineData("id='-10' lat='49.0012'", "id='-10' lat='149.0012'", "line 6: node -10 is not on the Earth")]
    [InlineData("<tag k='one_way' v='yes' />", "<tag k='speed_limit' v='fast' />", "line 13: \"fast\" is no speed limit")]
    [InlineData("<tag k='type' v='lanelet' />", "<tag k='type' />", "line 15: <tag> has no \"v\"")]
    [InlineData("lat='49.0012' lon='8.0002'", "lat='49.0012' lon='8.0012'", "line 17: area 31 has rings that cross")]
    [InlineData("<way id='20'>", "<node id='99' lat='49' lon='9.5' /><way id='20'>", "a node lies more than 50 km from the middle of the map")]
    [InlineData("</osm>", "", "line 21: not XML: ")]
    public void Read_BrokenFile_IsRefusedWithLineAndReason(string part, string broken, string message)
    {
        var text = Small.Replace(part, broken, StringComparison.Ordinal);
        Assert.NotEqual(Small, text);
        Assert.StartsWith(message, Assert.Throws<SiteMapException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AreaOfManyWaysInAnyOrderAndDirection_IsOneRing()
    {
        // A circle of 400 ways, its far half turned; the third of every three comes first.
        var angles = Enumerable.Range(0, 400).Select(i => Math.SinCos(i * Math.Tau / 400)).ToList();
        var nodes = angles.Select((angle, i) => FormattableString.Invariant($"<node id='{i}' lat='{49 + (0.001 * angle.Sin)}' lon='{8 + (0.001 * angle.Cos)}' />"));
        var ways = angles.Select((_, i) => i < 200 ? $"<way id='{i}'><nd ref='{i}' /><nd ref='{i + 1}' /></way>" : $"<way id='{i}'><nd ref='{(i + 1) % 400}' /><nd ref='{i}' /></way>");
        var members = Enumerable.Range(0, 400).OrderByDescending(i => i % 3).Select(i => $"<member type='way' ref='{i}' role='outer' />");
        var map = Read($"<osm>{string.Concat(nodes)}{string.Concat(ways)}<relation id='1'>{string.Concat(members)}<tag k='type' v='multipolygon' /></relation></osm>");
        Assert.Equal(400, Assert.Single(Assert.Single(map.Zones).Shape.Rings).Corners.Count);
    }

    [Fact]
    public void Read_BeyondALimit_NamesTheLimit()
    {
        static SiteMapException Refused(string text, MapLimits limits) =>
            Assert.Throws<SiteMapException>(() => MapFile.Read(Encoding.UTF8.GetBytes(text), new MapReadOptions { Limits = limits }));

        // 6 of the lanelet with its middle, 7 of the area.
        Assert.Equal(2, MapFile.Read(Encoding.UTF8.GetBytes(Small), new MapReadOptions { Limits = new MapLimits { MaximumPositions = 13 } }).Zones.Count);
        Assert.Equal("line 17: with it the map has more than 10000 zones or 12 positions", Refused(Small, new MapLimits { MaximumPositions = 12 }).Message);
        Assert.Equal("line 17: with it the map has more than 1 zones or 500000 positions", Refused(Small, new MapLimits { MaximumFeatures = 1 }).Message);
    }

    [Fact]
    public void Read_AreaOfMorePlacesThanTheLimit_IsRefusedBeforeItsRingsAreMade()
    {
        // That its rings have no area would be told, were they looked at.
        var members = string.Concat(Enumerable.Repeat("<member type='way' ref='22' role='outer' />", 50));
        var text = Small.Replace("<member type='way' ref='23' role='outer' />", members, StringComparison.Ordinal);
        var options = new MapReadOptions { Limits = new MapLimits { MaximumPositions = 100 } };
        Assert.Equal(
            "line 17: with it the map has more than 10000 zones or 100 positions",
            Assert.Throws<SiteMapException>(() => MapFile.Read(Encoding.UTF8.GetBytes(text), options)).Message);
    }

    [Fact]
    public void Read_LaneletOfMorePlacesThanTheLimit_IsRefusedBeforeItIsMade()
    {
        // That it has no area would be told, were it looked at.
        var text = Small.Replace("<nd ref='3' /><nd ref='4' />", string.Concat(Enumerable.Repeat("<nd ref='1' /><nd ref='2' />", 50)), StringComparison.Ordinal);
        var options = new MapReadOptions { Limits = new MapLimits { MaximumPositions = 50 } };
        Assert.Equal(
            "line 13: with it the map has more than 10000 zones or 50 positions",
            Assert.Throws<SiteMapException>(() => MapFile.Read(Encoding.UTF8.GetBytes(text), options)).Message);
    }

    [Fact]
    public void Read_RuleThatSeveralLaneletsShare_LimitsThemAll()
    {
        var other = "<relation id='40'><member type='way' ref='21' role='left' /><member type='way' ref='20' role='right' /><member type='relation' ref='32' role='regulatory_element' /><tag k='type' v='lanelet' /></relation>";
        var map = Read(Small.Replace("<relation id='31'>", other + "<relation id='31'>", StringComparison.Ordinal));
        Assert.Equal([30.0, 30.0], map.Zones.Where(zone => zone.Kind != ZoneKind.Pit).Select(zone => zone.SpeedLimit!.Value));
    }

    [Fact]
    public void Read_MutatedFile_GivesAMapOrOneTypedError()
    {
        var random = new Random(9);
        var original = Encoding.UTF8.GetBytes(Small);
        var refused = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = original.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "0123456789.-"[random.Next(12)]);
            refused += Record.Exception(() => MapFile.Read(bytes)) switch
            {
                null => 0,
                SiteMapException => 1,
                var other => throw new InvalidOperationException($"{Encoding.Latin1.GetString(bytes)} gave {other}", other),
            };
        }
        Assert.InRange(refused, 500, 2_999);
    }

    [SharedDataFact("maps")]
    public void Read_MappingExample_HasEveryLaneletAndArea()
    {
        var map = MapFile.Read(SharedData.PathOf("maps/lanelet2_mapping_example.osm"));
        Assert.Equal(371, map.Zones.Count(zone => zone.Name[0] == 'L'));
        Assert.Equal(76, map.Zones.Count(zone => zone.Name[0] == 'A'));
        Assert.Equal(337 + 8, map.Zones.Count(zone => zone.Kind == ZoneKind.Lane));
        Assert.Equal(19, map.Zones.Count(zone => zone.Kind == ZoneKind.Pit));

        // The middle of the nodes' bounds, and everything within them.
        Assert.Equal((49.00178611814 + 49.01114903145) / 2, map.Projection.Origin.Latitude, 1e-9);
        Assert.Equal((8.41194766622 + 8.45876186952) / 2, map.Projection.Origin.Longitude, 1e-9);
        foreach (var zone in map.Zones)
        {
            Assert.Null(RingCrossings.First(zone.Shape.Rings));
            if (zone is { Direction: { } direction, Kind: ZoneKind.Lane })
                Assert.InRange(zone.Width!.Value, 1, 12);
        }
    }

    // Where one-way lanelets follow each other they share the ends of both bounds, and then their directions must go on.
    [SharedDataFact("maps")]
    public void Read_MappingExample_LaneletsThatFollowEachOtherGoTheSameWay()
    {
        var map = MapFile.Read(SharedData.PathOf("maps/lanelet2_mapping_example.osm"));
        var lanes = map.Zones.Where(zone => zone is { Kind: ZoneKind.Lane, Direction: not null }).ToList();
        var follows = (from lane in lanes from next in lanes
            where lane != next && lane.Direction!.Line[^1].DistanceTo(next.Direction!.Line[0]) < 0.001

                // Two ways out of one crossing may lie over each other and end on the same line; those do not follow.
                && !lane.Shape.Contains(next.Direction.Line[0].Towards(next.Direction.Line[1], 0.5)) select (lane, next)).ToList();
        var opposed = (from lane in lanes from other in lanes
            where string.CompareOrdinal(lane.Name, other.Name) < 0 && lane.Direction!.Line[^1].DistanceTo(other.Direction!.Line[^1]) < 0.001
                && Turn(lane.Direction.HeadingAt(lane.Direction.Line[^1]), other.Direction.HeadingAt(other.Direction.Line[^1])) > 150 select (lane, other)).ToList();
        Assert.True(follows.Count > 150, $"{follows.Count}");
        Assert.Empty(opposed);
        Assert.All(follows, pair => Assert.InRange(Turn(
            pair.lane.Direction!.HeadingAt(pair.lane.Direction.Line[^1]), pair.next.Direction!.HeadingAt(pair.next.Direction.Line[0])), 0, 60));
    }

    private static double Turn(double from, double to) => Math.Abs(Math.IEEERemainder(to - from, 360));

    private static Map Read(string text) => MapFile.Read(Encoding.UTF8.GetBytes(text));
}
