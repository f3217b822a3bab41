using AutoValley.Site.Xml;

namespace AutoValley.Site.OpenDrive;

/// <summary>Reads a <c>road</c>: everything that decides where its lanes lie.</summary>
internal static class RoadReader
{
    private const double MaximumLength = 1_000_000;

    public static Road Read(XmlNode node)
    {
        var length = node.Number("length");
        if (!(length >= 0 && length <= MaximumLength))
            throw node.Fail($"<road> of length {node.Text("length")}: not in 0 to {MaximumLength} m");
        var lanes = node.Child("lanes") ?? throw node.Fail("<road> has no <lanes>");
        var laneOffset = Profile.Read(lanes.Children("laneOffset"), "s");
        return new Road(node.Required("id"), node.Line, length, JunctionOf(node), ReferenceLineReader.Read(node))
        {
            LaneOffset = laneOffset,
            Superelevation = Profile.Read(node.Child("lateralProfile")?.Children("superelevation") ?? [], "s"),
            Sections = SectionsOf(lanes, length, node.Text("rule") == "LHT" ? 1 : -1, !laneOffset.IsZero),
            Speeds = SpeedsOf(node),
        };
    }

    private static string? JunctionOf(XmlNode node) => node.Text("junction") is { } junction && junction is not ("-1" or "") ? junction : null;

    private static List<SpeedLimit> SpeedsOf(XmlNode node)
    {
        var speeds = new List<SpeedLimit>();
        foreach (var type in node.Children("type"))
        {
            var start = type.Number("s");
            if (speeds.Count > 0 && start < speeds[^1].Start)
                throw type.Fail($"<type> at s {type.Text("s")} comes after one that begins later");
            speeds.Add(type.Child("speed") is { } speed ? SpeedLimit.Read(speed, start) : new SpeedLimit(start, null));
        }
        return speeds;
    }

    private static List<LaneSection> SectionsOf(XmlNode lanes, double length, int leftTravel, bool isOffset)
    {
        var sections = new List<LaneSection>();
        List<XmlNode> nodes = [.. lanes.Children("laneSection")];
        for (var i = 0; i < nodes.Count; i++)
        {
            var start = nodes[i].Number("s");
            var end = i + 1 < nodes.Count ? nodes[i + 1].Number("s") : length;
            if (start < 0 || (end < start && i + 1 < nodes.Count))
                throw nodes[i].Fail($"<laneSection> at s {nodes[i].Text("s")} begins before the road or after the next one");
            var section = new LaneSection(start, end, SideOf(nodes[i], "left", start, leftTravel), SideOf(nodes[i], "right", start, -leftTravel));
            if (isOffset && section.Lanes.Any(lane => lane.IsBorder))
                throw nodes[i].Fail("lane borders and lane offsets exclude each other");
            sections.Add(section);
        }
        return sections.Count > 0 ? sections : throw lanes.Fail("<lanes> has no <laneSection>");
    }

    private static List<Lane> SideOf(XmlNode section, string side, double start, int travel)
    {
        var sign = side == "left" ? 1 : -1;
        var lanes = (section.Child(side)?.Children("lane") ?? []).Select(node => (Node: node, Id: node.Integer("id"))).OrderBy(lane => sign * (long)lane.Id).ToList();
        foreach (var (index, (node, id)) in lanes.Index())
        {
            if (id != sign * (index + 1))
                throw node.Fail($"lane {id} on the {side}: the ids there are {sign}, {2 * sign}, {3 * sign}… without a gap");
        }
        return lanes.ConvertAll(lane => LaneOf(lane.Node, lane.Id, start, travel));
    }

    private static Lane LaneOf(XmlNode node, int id, double start, int travel)
    {
        var type = node.Text("type") ?? "none";
        var isBorder = node.Child("width") is null && node.Child("border") is not null;
        var across = Profile.Read(node.Children(isBorder ? "border" : "width"), "sOffset", start);
        List<SpeedLimit> speeds = [.. node.Children("speed").Select(speed => SpeedLimit.Read(speed, start + speed.Number("sOffset"))).OrderBy(speed => speed.Start)];
        var way = (type, node.Text("direction")) switch
        {
            ("bidirectional", _) or (_, "both") => 0,
            (_, "reversed") => -travel,
            (_, "standard" or null) => travel,
            var (_, direction) => throw node.Fail($"direction \"{direction}\" of a lane is none of standard, reversed, both"),
        };
        return new Lane(id, type, across, isBorder, speeds, way);
    }
}
