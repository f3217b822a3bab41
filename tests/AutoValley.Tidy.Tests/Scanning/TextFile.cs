using System.Text.RegularExpressions;

namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>A file of the repository with its text.</summary>
internal class TextFile(string path, string text)
{
    /// <summary>From the root, '/' between folders.</summary>
    public string Path { get; } = path;

    public string Text { get; } = text;

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Lines of text; the newline at the end opens no line.</summary>
    public int LineCount => Text.Length == 0 ? 0 : LineOf(Text.EndsWith('\n') ? Text.Length - 1 : Text.Length);

    /// <summary>The line of a position in the text, from 1.</summary>
    public int LineOf(int position) => Text.AsSpan(0, position).Count('\n') + 1;

    /// <summary>A finding at a position.</summary>
    public Finding At(int position, string what) => new(Path, LineOf(position), what);

    /// <summary>A finding for each match of a pattern in the text.</summary>
    public IEnumerable<Finding> Matches(Regex pattern, Func<Match, string> what) =>
        pattern.Matches(Text).Select(match => At(match.Index, what(match)));
}
