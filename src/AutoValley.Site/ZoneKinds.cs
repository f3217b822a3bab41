namespace AutoValley.Site;

/// <summary>The words of <see cref="ZoneKind"/> in files.</summary>
public static class ZoneKinds
{
    /// <summary>Lower case.</summary>
    public static string NameOf(ZoneKind kind) => kind switch
    {
        ZoneKind.Track => "track",
        ZoneKind.Lane => "lane",
        ZoneKind.Junction => "junction",
        ZoneKind.Pad => "pad",
        ZoneKind.Workshop => "workshop",
        ZoneKind.Pit => "pit",
        _ => "other",
    };

    /// <summary>The kind of that name; any other word is <see cref="ZoneKind.Other"/>.</summary>
    public static ZoneKind Parse(string? name) => Enum.GetValues<ZoneKind>().FirstOrDefault(kind => NameOf(kind) == name);
}
