using AutoValley.Site.Xml;

namespace AutoValley.Site.OpenDrive;

/// <summary>The roads and junctions of an OpenDRIVE file, checked against each other.</summary>
/// <param name="Roads">In the file's order, each with its element.</param>
/// <param name="Junctions">Ids, in the file's order.</param>
internal sealed record RoadNetwork(IReadOnlyList<(XmlNode Node, Road Road)> Roads, IReadOnlyList<string> Junctions)
{
    public static RoadNetwork Read(XmlNode root)
    {
        CheckVersion(root.Child("header") ?? throw root.Fail("<OpenDRIVE> has no <header>"));
        var junctions = new HashSet<string>();
        foreach (var junction in root.Children("junction"))
        {
            if (!junctions.Add(junction.Required("id")))
                throw junction.Fail($"junction \"{junction.Text("id")}\" is there twice");
        }
        var (roads, ids) = (new List<(XmlNode, Road)>(), new HashSet<string>());
        foreach (var node in root.Children("road"))
        {
            var road = RoadReader.Read(node);
            if (!ids.Add(road.Id))
                throw road.Fail("is there twice");
            if (road.Junction is { } junction && !junctions.Contains(junction))
                throw road.Fail($"its junction \"{junction}\" is none of the file");
            roads.Add((node, road));
        }
        return roads.Count > 0 ? new RoadNetwork(roads, [.. junctions]) : throw root.Fail("<OpenDRIVE> has no <road>");
    }

    private static void CheckVersion(XmlNode header)
    {
        var (major, minor) = (header.Integer("revMajor"), header.Integer("revMinor"));
        if (major != 1 || minor is < 4 or > 8)
            throw header.Fail($"OpenDRIVE {major}.{minor} is none of 1.4 to 1.8");
    }
}
