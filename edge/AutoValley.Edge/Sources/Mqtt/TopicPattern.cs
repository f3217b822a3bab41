using System.Globalization;
using System.Text;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mqtt;

/// <summary>
/// Makes names of topics: <c>{1}</c> is what the first wildcard of the filter stands for, and so on. Of <c>#</c> the levels are joined by dots; what no name may
/// hold becomes an underscore.
/// </summary>
/// <param name="filter">Topic filter.</param>
/// <param name="pattern">Signal name with places for wildcards.</param>
internal sealed class TopicPattern(string filter, string pattern)
{
    /// <summary>What is wrong with the pattern; null when nothing is.</summary>
    public static string? ErrorOf(string filter, string pattern)
    {
        var wildcards = filter.Split('/').Count(level => level is "+" or "#");
        for (var at = pattern.IndexOf('{', StringComparison.Ordinal); at >= 0; at = pattern.IndexOf('{', at + 1))
        {
            var end = pattern.IndexOf('}', at);
            if (end < 0 || !int.TryParse(pattern.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                return $"is '{pattern}': wildcards are written {{1}}, {{2}}…";
            if (number > wildcards)
                return $"is '{pattern}', but the filter has {wildcards} wildcards";
        }
        // As if each wildcard stood for one letter.
        var example = new TopicPattern("", pattern).Replaced(Enumerable.Repeat("x", wildcards).ToArray());
        return example.Length == 0 || Names.IsName(example, SignalDefinition.MaximumNameLength) ? null : $"is '{pattern}', not 1 to {SignalDefinition.MaximumNameLength} of A-Z a-z 0-9 . _ - and {{1}}";
    }

    /// <summary>The name for a topic that the filter fits.</summary>
    public string NameOf(string topic)
    {
        var captured = new List<string>();
        var (levels, given) = (filter.Split('/'), topic.Split('/'));
        for (var index = 0; index < levels.Length; index++)
        {
            if (levels[index] == "#")
                captured.Add(string.Join('.', given.Skip(index)));
            else if (levels[index] == "+")
                captured.Add(given[index]);
        }
        return Replaced(captured);
    }

    private string Replaced(IReadOnlyList<string> captured)
    {
        var name = new StringBuilder(pattern);
        for (var index = 0; index < captured.Count; index++)
            name.Replace($"{{{index + 1}}}", Clean(captured[index]));
        return name.ToString();
    }

    /// <summary>The text with an underscore for whatever no name may hold.</summary>
    public static string Clean(string text) =>
        string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' ? letter : '_'));
}
