namespace AutoValley.Site.Lanelet2;

/// <summary>What Lanelet2's tags say about a lanelet or an area (Lanelet2, "Lanelet and area tagging").</summary>
internal static class Rules
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
}
