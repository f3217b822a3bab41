using System.Globalization;
using AutoValley.Site.Geometry;
using AutoValley.Site.Xml;

namespace AutoValley.Site.Lanelet2;

/// <summary>The nodes, ways and relations of an OSM file (API 0.6), their references resolved as they are asked for.</summary>
internal sealed class OsmDocument
{
    private readonly Dictionary<long, Position> nodes = [];
    private readonly Dictionary<long, XmlNode> ways = [];
    private readonly Dictionary<long, XmlNode> relations = [];
    private readonly Dictionary<XmlNode, IReadOnlyList<Position>> lines = [];

    public OsmDocument(XmlNode root)
    {
        foreach (var element in root.Children().Where(element => element.Text("action") != "delete"))
        {
            var isNew = element.Name switch
            {
                "node" => nodes.TryAdd(IdOf(element, "id"), PositionOf(element)),
                "way" => ways.TryAdd(IdOf(element, "id"), element),
                "relation" => relations.TryAdd(IdOf(element, "id"), element),
                _ => true,
            };
            if (!isNew)
                throw element.Fail($"{element.Name} {element.Text("id")} is there twice");
        }
    }

    public IEnumerable<Position> Nodes => nodes.Values;

    public IEnumerable<XmlNode> Relations => relations.Values;

    public static Dictionary<string, string> TagsOf(XmlNode element)
    {
        var tags = new Dictionary<string, string>();
        foreach (var tag in element.Children("tag"))
            tags[tag.Required("k")] = tag.Required("v");
        return tags;
    }

    /// <summary>The elements of a kind that a relation refers to in a role.</summary>
    /// <exception cref="SiteMapException">One of them is not in the file.</exception>
    public IEnumerable<XmlNode> Members(XmlNode relation, string type, string role)
    {
        foreach (var member in relation.Children("member").Where(member => member.Text("type") == type && member.Text("role") == role))
        {
            yield return (type == "way" ? ways : relations).GetValueOrDefault(IdOf(member, "ref"))
                ?? throw member.Fail($"{type} {member.Text("ref")} is not in the file");
        }
    }

    /// <summary>The positions along a way, resolved once however many relations refer to it.</summary>
    /// <exception cref="SiteMapException">A node is not in the file, or there are fewer than two.</exception>
    public IReadOnlyList<Position> LineOf(XmlNode way) => lines.TryGetValue(way, out var line) ? line : lines[way] = Resolve(way);

    private List<Position> Resolve(XmlNode way)
    {
        var line = new List<Position>();
        foreach (var reference in way.Children("nd"))
        {
            if (!nodes.TryGetValue(IdOf(reference, "ref"), out var position))
                throw reference.Fail($"node {reference.Text("ref")} is not in the file");
            if (line.Count == 0 || position != line[^1])
                line.Add(position);
        }
        return line.Count >= 2 ? line : throw way.Fail($"way {way.Text("id")} has fewer than two places");
    }

    // Editors write negative ids for what is not uploaded.
    private static long IdOf(XmlNode element, string attribute) =>
        long.TryParse(element.Required(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id : throw element.Fail($"\"{attribute}\" of <{element.Name}> is no whole number");

    private static Position PositionOf(XmlNode node)
    {
        var position = new Position(node.Number("lat"), node.Number("lon"));
        return Math.Abs(position.Latitude) <= 90 && Math.Abs(position.Longitude) <= 180
            ? position : throw node.Fail($"node {node.Text("id")} is not on the Earth");
    }
}
