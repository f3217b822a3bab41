using System.Buffers;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>Cuts the text of a DBC file into tokens. Blanks and <c>//</c> comments fall away; a text may span lines.</summary>
internal sealed class DbcTokenizer
{
    private static readonly SearchValues<char> Word =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly string file;
    private readonly string text;
    private int position;
    private int line = 1;

    private DbcTokenizer(string file, string text) => (this.file, this.text) = (file, text);

    /// <summary>All tokens; the last is the end.</summary>
    /// <exception cref="DbcException">A character that begins no token, or a text without its closing quote.</exception>
    public static List<DbcToken> Tokenize(string file, string text)
    {
        var tokenizer = new DbcTokenizer(file, text);
        var tokens = new List<DbcToken>(text.Length / 5);
        do
            tokens.Add(tokenizer.Next());
        while (tokens[^1].Kind != DbcTokenKind.End);
        return tokens;
    }

    private DbcToken Next()
    {
        SkipBlanks();
        if (position == text.Length)
            return new DbcToken(DbcTokenKind.End, "", line);
        var first = text[position];
        if (first == '"')
            return QuotedText();
        if (StartsNumber())
            return Take(DbcTokenKind.Number, NumberLength());
        if (Word.Contains(first))
            return Take(DbcTokenKind.Word, WordLength());
        if (":;,|@()[]+-".Contains(first, StringComparison.Ordinal))
            return Take(DbcTokenKind.Symbol, 1);
        throw new DbcException(file, line, $"unexpected character '{first}'");
    }

    private void SkipBlanks()
    {
        for (; position < text.Length; position++)
        {
            if (text[position] == '\n')
                line++;
            else if (At(position) == '/' && At(position + 1) == '/')
                position = LineEnd() - 1;
            else if (!char.IsWhiteSpace(text[position]))
                return;
        }
    }

    private int LineEnd() => text.IndexOf('\n', position) is var end && end >= 0 ? end : text.Length;

    private DbcToken QuotedText()
    {
        var (start, startLine) = (position + 1, line);
        for (position = start; position < text.Length && text[position] != '"'; position++)
        {
            if (text[position] == '\n')
                line++;
            else if (text[position] == '\\' && At(position + 1) == '"')
                position++;
        }
        if (position >= text.Length)
            throw new DbcException(file, startLine, "a text has no closing quote");
        var value = text[start..position++].Replace("\\\"", "\"", StringComparison.Ordinal);
        return new DbcToken(DbcTokenKind.Text, value, startLine);
    }

    private bool StartsNumber() =>
        char.IsAsciiDigit(text[position]) || (text[position] is '+' or '-' && char.IsAsciiDigit(At(position + 1)));

    private int NumberLength()
    {
        var end = Digits(position + 1);
        if (At(end) == '.')
            end = Digits(end + 1);
        if (At(end) is 'e' or 'E')
        {
            var exponent = At(end + 1) is '+' or '-' ? end + 2 : end + 1;
            if (char.IsAsciiDigit(At(exponent)))
                end = Digits(exponent);
        }
        return end - position;
    }

    private int Digits(int from)
    {
        while (char.IsAsciiDigit(At(from)))
            from++;
        return from;
    }

    private int WordLength()
    {
        var length = text.AsSpan(position).IndexOfAnyExcept(Word);
        return length < 0 ? text.Length - position : length;
    }

    private DbcToken Take(DbcTokenKind kind, int length)
    {
        var token = new DbcToken(kind, text.Substring(position, length), line);
        position += length;
        return token;
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';
}
