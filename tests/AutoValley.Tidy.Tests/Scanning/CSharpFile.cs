using System.Text.RegularExpressions;

namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>A C# file: its text, its code (the text with comments and literals blanked), and its declarations.</summary>
internal sealed class CSharpFile : TextFile
{
    private readonly Lazy<Outline> outline;

    public CSharpFile(string path, string text)
        : base(path, text)
    {
        Code = CSharpCode.Of(text);
        outline = new(() => Outline.Of(this));
    }

    /// <summary>As long as the text, position by position; comments, strings, characters and directives are spaces.</summary>
    public string Code { get; }

    public Outline Outline => outline.Value;

    /// <summary>A finding for each match of a pattern in the code, or for those that are meant.</summary>
    public IEnumerable<Finding> CodeMatches(Regex pattern, Func<Match, string> what, Func<Match, bool>? isMeant = null) =>
        from match in pattern.Matches(Code)
        where isMeant is null || isMeant(match)
        select At(match.Index + match.Length - match.Value.TrimStart().Length, what(match));
}
