using System.Globalization;
using System.Text.RegularExpressions;
using AutoValley.Site.Xml;

namespace AutoValley.Site.Lanelet2;

/// <summary>What Lanelet2's tags say about a lanelet or an area (Lanelet2, "Lanelet and area tagging" and "Regulatory element tagging").</summary>
internal static partial class Rules
{
    private const string Participant = "participant:";

    public static ZoneKind KindOf(Dictionary<string, string> tags) => tags.GetValueOrDefault("subtype") switch
    {
        "road" or "highway" or "play_street" or "emergency_lane" or "bus_lane" => ZoneKind.Lane,
        "parking" => ZoneKind.Pit,
        "building" => ZoneKind.Workshop,
        _ => ZoneKind.Other,
    };

    /// <summary>Lanelets are one-way unless they say otherwise; those for people on foot are not.</summary>
    public static bool IsOneWay(Dictionary<string, string> tags) => tags.GetValueOrDefault("one_way") switch
    {
        "no" or "false" => false,
        "yes" or "true" => true,
        _ => tags.GetValueOrDefault("subtype") is not ("walkway" or "shared_walkway" or "crosswalk" or "stairs"),
    };

    /// <summary>The participants named with yes; null where none is named, and the subtype's own are meant.</summary>
    public static IReadOnlyList<string>? VehicleKindsOf(Dictionary<string, string> tags)
    {
        List<string> kinds = [.. tags.Where(tag => tag.Key.StartsWith(Participant, StringComparison.Ordinal) && tag.Value is "yes" or "true")
            .Select(tag => tag.Key[Participant.Length..]).Order(StringComparer.Ordinal)];
        return kinds.Count > 0 ? kinds : null;
    }

    /// <summary>The lowest limit of the lanelet's own tag and its regulatory elements, km/h; null for none.</summary>
    public static double? SpeedLimitOf(OsmDocument document, XmlNode lanelet)
    {
        var limits = new List<double?> { TagOf(lanelet, "speed_limit") };
        foreach (var rule in document.Members(lanelet, "relation", "regulatory_element"))
        {
            if (OsmDocument.TagsOf(rule).GetValueOrDefault("subtype") != "speed_limit")
                continue;
            limits.Add(TagOf(rule, "sign_type") ?? TagOf(rule, "limit"));
            foreach (var sign in document.Members(rule, "way", "refers"))
                limits.Add(SignOf(sign));
        }
        return limits.Min();
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
