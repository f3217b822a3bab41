using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Which lines of a body an answer names: InfluxDB 1.x and 2.x repeat a line that they could not parse, or tell how many were dropped; 3.x gives numbers.
/// </summary>
internal static partial class BadLines
{
    /// <summary>Their numbers, counted from 0, with what is said of each; none when it cannot be told.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="lines">As <see cref="Split"/> found them.</param>
    /// <param name="reason">The answer.</param>
    public static IReadOnlyDictionary<int, string> Find(ReadOnlySpan<byte> body, IReadOnlyList<Range> lines, string reason)
    {
        if (Dropped().Match(reason) is { Success: true } dropped && dropped.Groups[1].ValueSpan.SequenceEqual($"{lines.Count}"))
            return Enumerable.Range(0, lines.Count).ToDictionary(line => line, _ => reason);
        return FindNumbered(reason, lines.Count) is { Count: > 0 } numbered ? numbered : FindRepeated(body, lines, reason);
    }

    /// <summary>How many lines an answer says were dropped; at least one.</summary>
    public static long CountDropped(string reason) =>
        Dropped().Match(reason) is { Success: true } dropped && long.TryParse(dropped.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Math.Max(1, count)
            : 1;

    /// <summary>The bounds of each line, without its line break. A text may have line breaks in it.</summary>
    public static List<Range> Split(ReadOnlySpan<byte> body)
    {
        List<Range> lines = [];
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < body.Length; at++)
        {
            switch (body[at])
            {
                case (byte)'\\':
                    at++;
                    break;
                case (byte)'"':
                    isQuoted = !isQuoted;
                    break;
                case (byte)'\n' when !isQuoted:
                    lines.Add(start..at);
                    start = at + 1;
                    break;
            }
        }
        return lines;
    }

    private static Dictionary<int, string> FindNumbered(string reason, int lines)
    {
        Dictionary<int, string> found = [];
        if (!reason.StartsWith('{') || !reason.Contains("line_number", StringComparison.Ordinal))
            return found;
        try
        {
            using var json = JsonDocument.Parse(reason);
            if (!json.RootElement.TryGetProperty("data", out var data))
                return found;
            foreach (var one in data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().ToArray() : [data])
            {
                if (one.TryGetProperty("line_number", out var number) && number.TryGetInt32(out var line) && line >= 1 && line <= lines)
                    found[line - 1] = one.TryGetProperty("error_message", out var words) ? words.GetString() ?? reason : reason;
            }
        }
        catch (JsonException)
        {
            // Longer than what is read of an answer: the lines are found otherwise.
        }
        return found;
    }

    private static Dictionary<int, string> FindRepeated(ReadOnlySpan<byte> body, IReadOnlyList<Range> lines, string reason)
    {
        Dictionary<int, string> found = [];
        var plain = Unquoted(reason);
        foreach (Match repeated in Repeated().Matches(plain))
        {
            var line = Encoding.UTF8.GetBytes(repeated.Groups[1].Value);
            for (var number = 0; number < lines.Count; number++)
            {
                if (body[lines[number]].SequenceEqual(line))
                    found[number] = plain;
            }
        }
        return found;
    }

    // What is said stands in a JSON string, and the line in it with its quotation marks escaped.
    private static string Unquoted(string reason)
    {
        try
        {
            using var json = JsonDocument.Parse(reason);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object && (root.TryGetProperty("error", out var words) || root.TryGetProperty("message", out words))
                ? words.GetString() ?? reason
                : reason;
        }
        catch (JsonException)
        {
            return reason;
        }
    }

    [GeneratedRegex(@"dropped=(\d+)")]
    private static partial Regex Dropped();

    [GeneratedRegex("unable to parse '(.*?)': ", RegexOptions.Singleline)]
    private static partial Regex Repeated();
}
