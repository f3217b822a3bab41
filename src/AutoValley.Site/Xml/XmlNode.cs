using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace AutoValley.Site.Xml;

/// <summary>An element and its line; names are compared without namespaces, as files differ in them.</summary>
internal sealed class XmlNode(XElement element)
{
    // Beyond it no length, coordinate or coefficient of a site can lie, and sums and products of what is below stay finite.
    private const double LargestNumber = 1e12;

    public string Name => element.Name.LocalName;

    /// <summary>The element's text.</summary>
    public string Content => element.Value.Trim();

    /// <summary>Counted from 1.</summary>
    public int Line => ((IXmlLineInfo)element).LineNumber;

    public IEnumerable<XmlNode> Children() => element.Elements().Select(child => new XmlNode(child));

    public IEnumerable<XmlNode> Children(string name) => Children().Where(child => child.Name == name);

    public XmlNode? Child(string name) => Children(name).FirstOrDefault();

    public SiteMapException Fail(string reason) => new(null, Line, reason);

    public string? Text(string attribute) => element.Attribute(attribute)?.Value;

    public string Required(string attribute) => Text(attribute) ?? throw Fail($"<{Name}> has no \"{attribute}\"");

    public double Number(string attribute) => NumberOf(attribute, Required(attribute));

    public double Number(string attribute, double absent) => Text(attribute) is { } text ? NumberOf(attribute, text) : absent;

    public int Integer(string attribute) =>
        int.TryParse(Required(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : throw Fail($"\"{attribute}\" of <{Name}> is no whole number");

    private double NumberOf(string attribute, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= LargestNumber
            ? number : throw Fail($"\"{attribute}\" of <{Name}> is no number");
}
