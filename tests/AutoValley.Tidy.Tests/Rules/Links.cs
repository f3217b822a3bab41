using System.Text.RegularExpressions;
using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

/// <summary>Links between documents.</summary>
internal static partial class Links
{
    /// <summary>Links of a Markdown file to files, folders or headings that are not there.</summary>
    /// <param name="document">The Markdown file.</param>
    /// <param name="read">The text of a file of the repository; null when there is none; empty for a folder.</param>
    public static IEnumerable<Finding> Dead(TextFile document, Func<string, string?> read)
    {
        var prose = Code().Replace(document.Text, code => new string([.. code.Value.Select(c => c == '\n' ? c : ' ')]));
        foreach (Match link in Link().Matches(prose))
        {
            var target = link.Groups["target"].Value;
            if (Elsewhere().IsMatch(target))
                continue;
            var parts = target.Split('#', 2);
            var path = parts[0].Length == 0 ? document.Path : Resolve(document.Path, Uri.UnescapeDataString(parts[0]));
            var text = path is null ? null : read(path);
            if (text is null)
                yield return document.At(link.Index, $"{target} leads nowhere");
            else if (parts.Length == 2 && path!.EndsWith(".md", StringComparison.Ordinal) && !Headings(text).Contains(parts[1]))
                yield return document.At(link.Index, $"{target}: no such heading");
        }
    }

    /// <summary>A relative path as one from the root; null when it leads out of the repository.</summary>
    private static string? Resolve(string from, string target)
    {
        var parts = new List<string>(target.StartsWith('/') ? [] : from.Split('/')[..^1]);
        foreach (var part in target.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }
        return string.Join('/', parts);
    }

    private static HashSet<string> Headings(string text) =>
        [.. Heading().Matches(text).Select(match => NotInAnchor().Replace(match.Groups["title"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"^(?<fence>```|~~~).*?^\k<fence>|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(\s*<?(?<target>[^)\s>]+)>?[^)]*\)|^\s*\[[^\]]+\]:\s*(?<target>\S+)|\b(?:src|href)=""(?<target>[^""]+)""", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"^([a-z][a-z0-9+.-]*:|//)", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"^#{1,6}\s+(?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex NotInAnchor();
}
