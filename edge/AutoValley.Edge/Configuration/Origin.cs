using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AutoValley.Edge.Configuration;

/// <summary>
/// What a part of the configuration was made of: its text, and size and time of every file that it names. Two that are equal make the same, so that a
/// reload can leave it alone.
/// </summary>
internal static class Origin
{
    /// <summary>Of one value.</summary>
    public static string Of(JsonElement value)
    {
        var origin = new StringBuilder(value.GetRawText());
        AppendFiles(origin, value);
        return origin.ToString();
    }

    /// <summary>Of an object's members with, or all without, these names.</summary>
    public static string OfMembers(JsonElement value, bool named, params ReadOnlySpan<string> names)
    {
        var origin = new StringBuilder();
        foreach (var member in value.EnumerateObject())
        {
            if (names.Contains(member.Name) == named)
                origin.Append(member.Name).Append(':').Append(Of(member.Value)).Append('\n');
        }
        return origin.ToString();
    }

    private static void AppendFiles(StringBuilder origin, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && File.Exists(text))
            origin.Append(CultureInfo.InvariantCulture, $"\n{text} {new FileInfo(text).Length} {File.GetLastWriteTimeUtc(text).Ticks}");
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                AppendFiles(origin, item);
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var member in value.EnumerateObject())
                AppendFiles(origin, member.Value);
    }
}
