using System.Globalization;
using AutoValley.Site.Geometry;
using AutoValley.Testing;
using NetTopologySuite.Geometries.Prepared;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>Runs that SUMO drove, against the reference that shapely and SUMO itself gave: README of the data.</summary>
public sealed class SumoRecordTests
{
    [SharedDataFact("sumo/mcity")]
    public void Observe_McityOnItsOwnNamedZones_EntersAndLeavesAsTheReference()
    {
        var drive = new SumoDrive(MapFile.Read(SharedData.PathOf("sumo/mcity/named_zones.geojson")), "sumo/mcity");
        Assert.Equal(282_419, drive.Fixes.Count);

        // A vehicle that is gone has left by the reference at the step after its last fix, by the record at that fix.
        var last = drive.Fixes.GroupBy(item => item.Vehicle).ToDictionary(item => item.Key, item => item.Last().Fix.Time);
        var events = new List<(long, string, string, string)>();
        foreach (var visit in drive.Visits)
        {
            events.Add((visit.Enter, visit.Vehicle.Vehicle, "enter", visit.Zone));
            var isGone = visit.Leave == last[visit.Vehicle.Vehicle] && IsIn(drive, visit);
            if (!isGone || visit.Leave < drive.End)
                events.Add((visit.Leave!.Value + (isGone ? SumoDrive.Step : 0), visit.Vehicle.Vehicle, "exit", visit.Zone));
        }
        var reference = SumoDrive.Rows("sumo/mcity/truth_named_zone_events_10hz.csv.gz")
            .Select(row => (SumoDrive.TimeOf(row[0]), row[1], row[2], row[3])).ToList();
        Assert.Equal((1_767, 1_733), (events.Count(item => item.Item3 == "enter"), events.Count(item => item.Item3 == "exit")));
        Assert.Equal(reference.Order(), events.Order());
        Assert.Equal(40, drive.Visits.Select(visit => visit.Zone).Distinct().Count());

        var occupancy = drive.Occupancy();
        Assert.Equal((13_243, 27_952), (occupancy.Count, occupancy.Values.Sum()));
        AssertOccupancy(SumoDrive.Rows("sumo/mcity/truth_named_zone_occupancy_1hz.csv.gz").Select(row => (row[0], row[1], row[2])), occupancy);

        // What the record counts adds up to what was sampled.
        Assert.Equal(drive.Fixes.Sum(item => Zones(drive, item.Fix.Place)), drive.Visits.Sum(visit => visit.Samples));
    }

    [SharedDataTheory("sumo")]
    [InlineData("mcity", 28_234, 19_678, 0.9992)]
    [InlineData("astazero-flexzone", 4_293, 1_809, 1)]
    public void Observe_RoadsAndJunctions_EqualsTheReferenceByGeometryAndAgreesWithTheLanes(string name, int samples, int rows, double agreement)
    {
        var map = MapFile.Read(SharedData.PathOf($"sumo/{name}/zones.geojson"));
        var drive = new SumoDrive(map, $"sumo/{name}");
        var at = drive.Fixes.ToDictionary(item => (item.Fix.Time, item.Vehicle), item => map.ZonesAt(item.Fix.Place).SingleOrDefault()?.Name ?? "");
        var (agreed, count) = (0, 0);
        foreach (var row in SumoDrive.Rows($"sumo/{name}/truth_zone_per_sample_1hz.csv.gz"))
        {
            var zone = at[(SumoDrive.TimeOf(row[0]), row[1])];
            Assert.Equal(row[3], zone);
            (agreed, count) = (agreed + (row[2] == zone ? 1 : 0), count + 1);
        }
        Assert.Equal(samples, count);
        Assert.InRange(agreed / (double)count, agreement, 1);
        AssertOccupancy(
            SumoDrive.Rows($"sumo/{name}/truth_occupancy_1hz.csv.gz").Where(row => row[3] != "0").Select(row => (row[0], row[1], row[3])), drive.Occupancy());
        Assert.Equal(rows, SumoDrive.Rows($"sumo/{name}/truth_occupancy_1hz.csv.gz").Count());
    }

    // To the step of 0.1 s, or one beside it: SUMO changes lanes where the front bumper passes the end of one, the polygons were made from its shapes.
    [SharedDataTheory("sumo")]
    [InlineData("mcity", 3_355, 0.9948)]
    [InlineData("astazero-flexzone", 359, 1)]
    public void Observe_RoadsAndJunctions_ChangesWhereTheLanesOfSumoDo(string name, int transitions, double share)
    {
        var drive = new SumoDrive(MapFile.Read(SharedData.PathOf($"sumo/{name}/zones.geojson")), $"sumo/{name}");
        var enters = drive.Visits.ToLookup(visit => (visit.Vehicle.Vehicle, visit.Zone), visit => visit.Enter);
        var rows = SumoDrive.Rows($"sumo/{name}/truth_zone_transitions_10hz.csv.gz").ToList();
        Assert.Equal(transitions, rows.Count);
        var entered = rows.FindAll(row => row[3].Length > 0);
        var found = entered.Count(row => enters[(row[1], row[3])].Any(time => Math.Abs(time - SumoDrive.TimeOf(row[0])) <= SumoDrive.Step));
        Assert.InRange(found / (double)entered.Count, share, 1);
    }

    [SharedDataTheory("sumo/mcity")]
    [InlineData("zones")]
    [InlineData("named_zones")]
    public void At_EveryFixOfMcity_EqualsNetTopologySuite(string file)
    {
        var map = MapFile.Read(SharedData.PathOf($"sumo/mcity/{file}.geojson"));
        var index = map.Index;
        var prepared = index.Zones.Select(zone => PreparedGeometryFactory.Prepare(Areas.Of(zone.Shape))).ToArray();
        foreach (var place in SumoDrive.Rows("sumo/mcity/fcd.csv.gz").Where((_, i) => i % 5 == 0)
            .Select(row => map.Projection.Project(double.Parse(row[4], CultureInfo.InvariantCulture), double.Parse(row[3], CultureInfo.InvariantCulture))))
        {
            var point = Areas.Factory.CreatePoint(Areas.Of(place));
            Assert.Equal(index.Zones.Where((zone, rank) => zone.Shape.Bounds.Contains(place) && prepared[rank].Covers(point)), index.At(place));
        }
    }

    private static void AssertOccupancy(IEnumerable<(string Time, string Zone, string Count)> reference, Dictionary<(long Second, string Zone), int> occupancy) =>
        Assert.Equal(
            reference.Select(row => $"{SumoDrive.TimeOf(row.Time) / (10 * SumoDrive.Step)} {row.Zone} {row.Count}").Order(StringComparer.Ordinal),
            occupancy.Select(item => $"{item.Key.Second} {item.Key.Zone} {item.Value}").Order(StringComparer.Ordinal));

    private static int Zones(SumoDrive drive, LocalPosition place) => drive.Map.ZonesAt(place).Count;

    // Whether it ended by the last fix and not at it.
    private static bool IsIn(SumoDrive drive, AutoValley.Site.Occupancy.Visit visit) =>
        drive.Map.Find(visit.Zone)!.Shape.Contains(drive.Fixes.Last(item => item.Vehicle == visit.Vehicle.Vehicle).Fix.Place);
}
