namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>
/// Blanks what is not code in a C# text: comments, string and character literals, preprocessor lines. The code in the holes of
/// interpolated strings stays. Positions and newlines are kept.
/// </summary>
internal ref struct CSharpCode
{
    private readonly ReadOnlySpan<char> text;
    private readonly char[] code;
    private int at;

    private CSharpCode(string text)
    {
        this.text = text;
        code = text.ToCharArray();
    }

    /// <summary>The code of a text.</summary>
    public static string Of(string text)
    {
        var scanner = new CSharpCode(text);
        while (scanner.at < text.Length)
            scanner.Step();
        return new string(scanner.code);
    }

    private readonly ReadOnlySpan<char> Rest => text[at..];

    private void Step()
    {
        switch (text[at])
        {
            case '/' when Rest.StartsWith("//"):
            case '#' when IsFirstOfLine():
                Blank(LengthUntil("\n"));
                break;
            case '/' when Rest.StartsWith("/*"):
                Blank(2);
                Blank(LengthUntil("*/") + 2);
                break;
            case '\'':
                Escaped('\'');
                break;
            case '"' or '$' or '@' when TryString():
                break;
            default:
                at++;
                break;
        }
    }

    private readonly bool IsFirstOfLine() => text[..at].TrimEnd(' ') is [] or [.., '\n'];

    private bool TryString()
    {
        var prefix = Rest.IndexOfAnyExcept('$', '@');
        if (prefix < 0 || Rest[prefix] != '"')
            return false;
        var dollars = Rest[..prefix].Count('$');
        var verbatim = Rest[..prefix].Contains('@');
        var quotes = RunOf('"', at + prefix);
        if (quotes == 2 || (quotes > 2 && verbatim && quotes % 2 == 0))
            Blank(prefix + quotes); // empty, or doubled quotes alone
        else if (quotes > 2 && !verbatim)
            Raw(prefix, quotes, dollars);
        else
            Quoted(prefix, verbatim, dollars > 0);
        return true;
    }

    private void Raw(int prefix, int quotes, int dollars)
    {
        Blank(prefix + quotes);
        while (at < text.Length && RunOf('"', at) < quotes)
        {
            var braces = dollars > 0 ? RunOf('{', at) : 0;
            Blank(Math.Max(1, braces));
            if (braces >= dollars && dollars > 0)
                Hole(dollars);
        }
        Blank(RunOf('"', at));
    }

    private void Quoted(int prefix, bool verbatim, bool interpolated)
    {
        Blank(prefix + 1);
        while (at < text.Length && (text[at] != '"' || (verbatim && RunOf('"', at) > 1)))
        {
            if (interpolated && text[at] == '{' && !Rest.StartsWith("{{"))
            {
                Blank(1);
                Hole(1);
            }
            else
            {
                var pair = verbatim ? text[at] == '"' : text[at] == '\\';
                Blank(pair || (interpolated && Rest.StartsWith("{{")) ? 2 : 1);
            }
        }
        Blank(1);
    }

    /// <summary>The code of an interpolation, then its format, up to and with the closing braces.</summary>
    private void Hole(int closing)
    {
        for (var depth = 0; at < text.Length;)
        {
            if (depth == 0 && text[at] == '}')
                break;
            if (depth == 0 && text[at] == ':' && !Rest.StartsWith("::"))
            {
                Blank(LengthUntil("}"));
                break;
            }
            depth += text[at] is '(' or '[' or '{' ? 1 : text[at] is ')' or ']' or '}' ? -1 : 0;
            if (Rest.StartsWith("::"))
                at++;
            Step();
        }
        Blank(closing);
    }

    private void Escaped(char quote)
    {
        Blank(1);
        while (at < text.Length && text[at] != quote && text[at] != '\n')
            Blank(text[at] == '\\' ? 2 : 1);
        Blank(1);
    }

    private readonly int RunOf(char c, int start)
    {
        var length = text[start..].IndexOfAnyExcept(c);
        return length < 0 ? text.Length - start : length;
    }

    private readonly int LengthUntil(string end)
    {
        var length = Rest.IndexOf(end);
        return length < 0 ? Rest.Length : length;
    }

    private void Blank(int length)
    {
        for (var end = Math.Min(at + length, text.Length); at < end; at++)
        {
            if (code[at] != '\n')
                code[at] = ' ';
        }
    }
}
