using System.Globalization;

namespace AutoValley.Storage.Tests.Journal;

/// <summary>Files written from FORMAT.md, not by the writer.</summary>
internal static class GoldenFiles
{
    /// <summary>A segment of three records, and 64 bytes of room.</summary>
    public static byte[] Segment => Read("journal-format-1.hex");

    /// <summary>The index of that segment without its room.</summary>
    public static byte[] Index => Read("journal-index-1.hex");

    private static byte[] Read(string name)
    {
        using var text = new StreamReader(typeof(GoldenFiles).Assembly.GetManifestResourceStream(name)!);
        return [.. text.ReadToEnd().Split('\n').SelectMany(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(hex => byte.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }
}
