using System.Globalization;
using System.Text.RegularExpressions;
using AutoValley.Site.Xml;

namespace AutoValley.Site.Lanelet2;

/// <summary>What a file says about speed: tags of lanelets, and regulatory elements with their signs (Lanelet2, "Regulatory element tagging").</summary>
internal sealed partial class SpeedLimits(OsmDocument document)
{
    // Of rules and of signs, each looked at once however many refer to it.
    private readonly Dictionary<XmlNode, double?> known = [];

    /// <summary>The lowest limit of the lanelet's own tag and its regulatory elements, km/h; null for none.</summary>
    public double? Of(XmlNode lanelet) =>
        document.Members(lanelet, "relation", "regulatory_element").Select(rule => Once(rule, RuleOf)).Append(TagOf(lanelet, "speed_limit")).Min();

    private double? Once(XmlNode element, Func<XmlNode, double?> find) =>
        known.TryGetValue(element, out var limit) ? limit : known[element] = find(element);

    private double? RuleOf(XmlNode rule)
    {
        if (OsmDocument.TagsOf(rule).GetValueOrDefault("subtype") != "speed_limit")
            return null;
        return document.Members(rule, "way", "refers").Select(sign => Once(sign, SignOf)).Append(TagOf(rule, "sign_type") ?? TagOf(rule, "limit")).Min();
    }

    private static double? TagOf(XmlNode element, string tag) => OsmDocument.TagsOf(element).GetValueOrDefault(tag) is { } text ? LimitOf(element, text) : null;

    // A sign's subtype is its number in the country's catalogue, de274-60 for 60 km/h; one without a speed there says nothing here.
    private static double? SignOf(XmlNode sign) =>
        GermanSign().Match(OsmDocument.TagsOf(sign).GetValueOrDefault("subtype", "")) is { Success: true } match
            ? double.Parse(match.Groups["limit"].Value, CultureInfo.InvariantCulture) : null;

    private static double LimitOf(XmlNode element, string text)
    {
        if (GermanSign().Match(text) is { Success: true } sign)
            text = sign.Groups["limit"].Value;
        var match = Limit().Match(text);
        var number = match.Success ? double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : 0;
        if (number is not (> 0 and < 1_000))
            throw element.Fail($"\"{text}\" is no speed limit");
        return match.Groups["unit"].Value switch { "mph" => number * 1.609344, "m/s" or "mps" => number * 3.6, _ => number };
    }

    [GeneratedRegex(@"^\s*(?<number>[0-9]+(\.[0-9]+)?)\s*(?<unit>km/h|kmh|mph|m/s|mps|)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Limit();

    [GeneratedRegex("^de274-(?<limit>[0-9]{1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex GermanSign();
}
