using System.Globalization;
using System.Text;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.Rendering;

/// <summary>SVG's text, written piece by piece. North is up: SVG's y grows downwards, so a place's y is its negated north.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder text = new();

    /// <summary>An element without content.</summary>
    public void Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        text.Append("/>\n");
    }

    /// <summary>An element with text in it.</summary>
    public void Text(string name, string content, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        text.Append('>').Append(Escape(content)).Append("</").Append(name).Append(">\n");
    }

    public void Open(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(name, attributes);
        text.Append(">\n");
    }

    public void Close(string name) => text.Append("</").Append(name).Append(">\n");

    public override string ToString() => text.ToString();

    /// <summary>A number to the centimetre, as SVG writes it; never "-0".</summary>
    public static string Number(double number) => (Math.Round(number, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>x,y of a place.</summary>
    public static string Place(LocalPosition place) => $"{Number(place.East)},{Number(-place.North)}";

    /// <summary>A path along the places.</summary>
    public static string Path(IEnumerable<LocalPosition> places, bool isClosed) => $"M{string.Join(' ', places.Select(Place))}{(isClosed ? "Z" : "")}";

    private void Begin(string name, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
            text.Append(' ').Append(attribute).Append("=\"").Append(Escape(value)).Append('"');
    }

    // Names of maps may hold anything; what XML 1.0 cannot carry becomes the replacement character.
    private static string Escape(string value)
    {
        var escaped = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                < 0x20 or 0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        }
        return escaped.ToString();
    }
}
