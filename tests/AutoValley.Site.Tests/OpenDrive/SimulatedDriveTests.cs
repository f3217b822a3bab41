using System.Text;
using System.Text.RegularExpressions;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.OpenDrive;

/// <summary>Vehicles that SUMO drove over the same files, by SUMO's own lane ids: what another reader of OpenDRIVE makes of it.</summary>
public sealed class SimulatedDriveTests
{
    [SharedDataFact("sumo/astazero-flexzone")]
    public void ZonesAt_AstaZero_AgreesWithTheLanesOfSumo()
    {
        var map = MapFile.Read(SharedData.PathOf("sumo/astazero-flexzone/FlexZoneCrossing.xodr"));
        List<(DriveRow Row, IReadOnlyList<Zone> Zones)> rows =
            [.. DriveRow.Read("sumo/astazero-flexzone/fcd.csv.gz").Select(row => (row, map.ZonesAt(row.Latitude, row.Longitude)))];
        Assert.Equal(43_000, rows.Count);

        // The README's rate, found with another implementation; the rest is where SUMO draws its own turning paths through the junction.
        var seconds = rows.FindAll(item => item.Row.Time % 1 == 0);
        Assert.Equal(4_293, seconds.Count);
        Assert.InRange(Share(seconds, item => item.Zones.Any(zone => zone.Kind == ZoneKind.Lane)), 0.9615, 0.9625);

        // Outside of junctions the lane is SUMO's own, every time, and the vehicle goes its way but for where SUMO's heading still turns.
        var outside = rows.FindAll(item => !item.Row.IsInJunction);
        Assert.Equal(1, Share(outside, item => item.Zones.Any(zone => zone.Name == LaneOf(item.Row))));
        Assert.InRange(Share(outside, item => GoesItsWay(map, item.Row)), 0.989, 1);
    }

    [SharedDataFact("sumo/mcity")]
    public void ZonesAt_Mcity_AgreesWithTheLanesOfSumo()
    {
        var map = MapFile.Read(Encoding.UTF8.GetBytes(Mended()));
        List<(DriveRow Row, IReadOnlyList<Zone> Zones)> rows = [.. DriveRow.Read("sumo/mcity/fcd.csv.gz")
            .Where((_, i) => i % 10 == 0).Select(row => (row, map.ZonesAt(row.Latitude, row.Longitude)))];
        Assert.Equal(28_242, rows.Count);
        Assert.InRange(Share(rows, item => item.Zones.Any(zone => zone.Kind == ZoneKind.Lane)), 0.9957, 1);
        Assert.InRange(Share(rows.FindAll(item => !item.Row.IsInJunction), item => item.Zones.Any(zone => zone.Kind == ZoneKind.Track)), 0.9996, 1);
        Assert.InRange(Share(rows.FindAll(item => item.Row.IsInJunction), item => item.Zones.Any(zone => zone.Kind == ZoneKind.Junction)), 0.981, 1);
    }

    [SharedDataFact("sumo/mcity")]
    public void Read_ExportThatIsNoXml_IsRefusedWithFileAndLine()
    {
        var error = Assert.Throws<SiteMapException>(() => MapFile.Read(SharedData.PathOf("sumo/mcity/mcity_sumo_export.xodr")));
        Assert.Equal(("mcity_sumo_export.xodr", 2_702), (error.File, error.Line));
        Assert.StartsWith("mcity_sumo_export.xodr: line 2702: not XML: 'fromLane' is a duplicate attribute name.", error.Message, StringComparison.Ordinal);
    }

    private static double Share<T>(List<T> items, Predicate<T> holds) => (double)items.FindAll(holds).Count / items.Count;

    // netconvert names an edge after its road, with a minus for the lanes that lead along s (negative ids).
    private static string LaneOf(DriveRow row) =>
        row.Lane.Split('_')[0] is ['-', .. var road] ? $"R{road}.0.-1" : $"R{row.Lane.Split('_')[0]}.0.1";

    private static bool GoesItsWay(Map map, DriveRow row)
    {
        var heading = map.Find(LaneOf(row))!.Direction!.HeadingAt(map.Projection.Project(row.Latitude, row.Longitude));
        return Math.Abs(Math.IEEERemainder(heading - row.Heading, 360)) < 30;
    }

    // netconvert 1.15.0 writes attributes of these twice, which is no XML.
    private static string Mended() =>
        Regex.Replace(File.ReadAllText(SharedData.PathOf("sumo/mcity/mcity_sumo_export.xodr")), "<validity [^>]*/>", "");
}
