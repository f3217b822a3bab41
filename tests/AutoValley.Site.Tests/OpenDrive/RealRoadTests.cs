using System.Globalization;
using System.Text;
using System.Text.Json;
using AutoValley.Site.Geometry;
using AutoValley.Site.OpenDrive;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.OpenDrive;

/// <summary>Thirteen files of proving grounds and simulators, against facts.csv and against themselves.</summary>
public sealed class RealRoadTests
{
    private static readonly Dictionary<string, Func<PlanGeometry, bool>> Kinds = new()
    {
        ["line"] = piece => piece is Arc && IsStraight(piece),
        ["arc"] = piece => piece is Arc && !IsStraight(piece),
        ["spiral"] = piece => piece is Spiral,
        ["paramPoly3"] = piece => piece is PolynomialCurve,
    };

    [SharedDataFact(OpenDriveFile.Folder)]
    public void Read_EveryFile_HasTheRoadsOfItsFacts()
    {
        var facts = OpenDriveFile.Facts().Where(row => row["file"].EndsWith(".xodr", StringComparison.Ordinal)).ToList();
        Assert.Equal(13, facts.Count);
        foreach (var row in facts)
        {
            var network = OpenDriveFile.Network(row["file"]);
            var roads = network.Roads.Select(item => item.Road).ToList();
            var sections = roads.SelectMany(road => road.Sections).ToList();
            Assert.Equal((row["file"], row.Count("roads"), row.Count("junctions")), (row["file"], roads.Count, network.Junctions.Count));
            Assert.Equal(double.Parse(row["sum_road_length_m"], CultureInfo.InvariantCulture), roads.Sum(road => road.Length), 0.001);
            Assert.Equal((row["file"], row.Count("lane_elements")), (row["file"], sections.Sum(section => section.Lanes.Count() + 1)));

            // The centre of some calls itself a driving lane; it has no width and is none.
            var text = Encoding.UTF8.GetString(OpenDriveFile.Bytes(row["file"]));
            var centres = text.Split("<lane id=\"0\" type=\"driving\"").Length - 1;
            Assert.Equal((row["file"], row.Count("driving_lane_elements") - centres), (row["file"], sections.Sum(section => section.Lanes.Count(lane => lane.Type == "driving"))));
            var pieces = roads.SelectMany(road => road.Reference.Pieces).ToList();
            Assert.Equal(
                JsonSerializer.Deserialize<Dictionary<string, int>>(row["geometry_kinds"])!.OrderBy(kind => kind.Key),
                Kinds.ToDictionary(kind => kind.Key, kind => pieces.Count(kind.Value)).Where(kind => kind.Value > 0).OrderBy(kind => kind.Key));
        }
    }

    [SharedDataFact(OpenDriveFile.Folder)]
    public void ReferenceLine_EveryPiece_EndsWhereTheNextBegins()
    {
        foreach (var row in OpenDriveFile.Facts().Where(row => row["file"].EndsWith(".xodr", StringComparison.Ordinal)))
        {
            var (gap, turn) = (0.0, 0.0);
            foreach (var (_, road) in OpenDriveFile.Network(row["file"]).Roads)
            {
                foreach (var (piece, next) in road.Reference.Pieces.Zip(road.Reference.Pieces.Skip(1)))
                {
                    var end = piece.At(piece.Length);
                    gap = Math.Max(gap, end.Place.DistanceTo(next.From.Place));
                    turn = Math.Max(turn, Math.Abs(Math.IEEERemainder(end.Heading - next.From.Heading, Math.Tau)));
                }
            }

            // As well as the files' authors computed and rounded; two of the files were not edited carefully.
            var (bound, angle) = row["file"] switch
            {
                "carla_Town05.xodr" => (2e-3, 1e-4),
                "carla_Town01.xodr" or "asamqc_Ex_Entry_Exit.xodr" => (4e-4, 1e-5),
                "esmini_curves.xodr" => (2e-5, 1e-6),
                _ => (1e-6, 1e-6),
            };
            Assert.True(gap <= bound && turn <= angle, $"{row["file"]}: {gap} m, {turn} rad");
        }
    }

    [SharedDataFact(OpenDriveFile.Folder)]
    public void Read_EveryFile_IsPlacedOrSaysWhyNot()
    {
        var notes = OpenDriveFile.Facts().Where(row => row["file"].EndsWith(".xodr", StringComparison.Ordinal))
            .ToDictionary(row => row["file"], row => MapFile.Read(SharedData.PathOf($"{OpenDriveFile.Folder}/{row["file"]}")))
            .Select(map => $"{map.Key} {(map.Value.IsPlaced ? "placed" : string.Join(' ', map.Value.Notes))}");
        const string None = "no geoReference: the map is not placed";
        const string Contradiction = "geoReference not used, +lon_0=-122.0859797650754 does not lie in +zone=32: the map is not placed";
        const string NoProjection = "geoReference not used, it names no +proj: the map is not placed";
        Assert.Equal([
            "astazero_FlexZoneCrossing.xodr placed", "astazero_GaragePlan.xodr placed", "astazero_Multilane.xodr placed",
            $"esmini_fabriksgatan.xodr {None}", $"esmini_e6mini.xodr line 4: {Contradiction}", $"esmini_curve_r100.xodr line 4: {Contradiction}",
            $"esmini_circle_300m.xodr line 4: {Contradiction}", $"esmini_curves.xodr {None}", $"esmini_crest-curve.xodr {None}",
            $"esmini_two_plus_one.xodr {None}", $"carla_Town01.xodr line 4: {NoProjection}", $"carla_Town05.xodr line 4: {NoProjection}",
            $"asamqc_Ex_Entry_Exit.xodr {None}",
        ], notes);
    }

    [SharedDataFact(OpenDriveFile.Folder)]
    public void Zones_EveryFile_AreSimpleAndWithinTheirParents()
    {
        foreach (var row in OpenDriveFile.Facts().Where(row => row["file"].EndsWith(".xodr", StringComparison.Ordinal)))
        {
            var map = MapFile.Read(SharedData.PathOf($"{OpenDriveFile.Folder}/{row["file"]}"));
            foreach (var zone in map.Zones)
            {
                var crossing = RingCrossings.First(zone.Shape.Rings);
                Assert.True(crossing is null, $"{row["file"]} {zone.Name} crosses itself at {crossing}");
                if (zone.Direction is not { } direction || zone.Width < 1 || zone.Parent is null)
                    continue;
                var middle = direction.Line[direction.Line.Count / 2].Towards(direction.Line[(direction.Line.Count / 2) - 1], 0.5);
                var at = map.ZonesAt(middle).Select(found => found.Name).ToList();
                Assert.True(at.Contains(zone.Name) && at.Contains(zone.Parent), $"{row["file"]}: the middle of {zone.Name} lies in {string.Join(' ', at)}");
            }
        }
    }

    [SharedDataFact(OpenDriveFile.Folder)]
    public void Sample_EveryBorder_StaysWithinFiveCentimetresOfItsChords()
    {
        foreach (var file in new[] { "astazero_GaragePlan.xodr", "esmini_curves.xodr", "esmini_fabriksgatan.xodr", "esmini_e6mini.xodr", "asamqc_Ex_Entry_Exit.xodr", "carla_Town01.xodr" })
        {
            foreach (var (_, road) in OpenDriveFile.Network(file).Roads)
            {
                foreach (var section in road.Sections)
                {
                    var rows = SectionSampler.Sample(road, section, new MapReadOptions(), 0);
                    for (var s = section.Start; s < section.End; s += 0.37)
                    {
                        var place = road.BordersAt(section, s);
                        for (var i = 0; i < place.Length; i++)
                        {
                            var distance = rows.Zip(rows.Skip(1)).Min(pair => place[i].DistanceTo(pair.First[i], pair.Second[i]));
                            Assert.True(distance <= 0.05, $"{file}: road {road.Id} at s {s} border {i} is {distance} m off");
                        }
                    }
                }
            }
        }
    }

    private static bool IsStraight(PlanGeometry piece) => piece.At(piece.Length).Heading == piece.From.Heading;
}
