using System.Globalization;
using System.Text.RegularExpressions;
using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

/// <summary>The numbers of the log entries: one of its own for each, in its room's thousand.</summary>
internal static partial class LogCatalogue
{
    private static readonly Dictionary<string, int> Thousands = new(StringComparer.Ordinal)
    {
        ["src/AutoValley.Mqtt.Server/"] = 1000,
        ["src/AutoValley.Grpc.Server/"] = 2000,
        ["src/AutoValley.Storage/"] = 3000,
        ["edge/AutoValley.Edge/"] = 4000,
        ["src/AutoValley.Server/"] = 5000,
    };

    public static IEnumerable<Finding> Wrong(IEnumerable<CSharpFile> files)
    {
        var seen = new Dictionary<int, Finding>();
        foreach (var (file, match) in files.SelectMany(file => Attribute().Matches(file.Code).Select(match => (file, match))))
        {
            var finding = file.At(match.Index, "a log entry without a number");
            if (!int.TryParse(Number().Match(match.Groups["arguments"].Value).Groups["id"].Value, CultureInfo.InvariantCulture, out var id))
                yield return finding;
            else if (!seen.TryAdd(id, finding))
                yield return finding with { What = $"log entry {id} is at {seen[id].Path}:{seen[id].Line} too" };
            else if (Thousands.FirstOrDefault(room => file.Path.StartsWith(room.Key, StringComparison.Ordinal)) is { Key: { } room, Value: var first }
                && id / 1000 * 1000 != first)
                yield return finding with { What = $"log entry {id} of {room} lies outside of {first} to {first + 999}" };
        }
    }

    [GeneratedRegex(@"\[\s*LoggerMessage\s*(\((?<arguments>[^\]]*)\))?\s*\]")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^\s*((eventId\s*:|EventId\s*=)\s*)?(?<id>\d+)\b|\bEventId\s*=\s*(?<id>\d+)\b")]
    private static partial Regex Number();
}
