using System.Text.RegularExpressions;

namespace AutoValley.Server.Influx.Ql;

/// <summary>The words of a query, one looked at ahead.</summary>
internal sealed class QlWords
{
    private const int MaximumPatternLength = 4_096;

    private readonly QlLexer lexer;

    public QlWords(string text)
    {
        lexer = new QlLexer(text);
        Next = lexer.Take();
    }

    /// <summary>The next word, not taken yet.</summary>
    public QlToken Next { get; private set; }

    /// <summary>Takes the next word.</summary>
    public QlToken Take()
    {
        var taken = Next;
        Next = lexer.Take();
        return taken;
    }

    /// <summary>Takes it if it is this word of the language.</summary>
    public bool TryTake(string word)
    {
        if (!Next.Is(word))
            return false;
        Take();
        return true;
    }

    /// <summary>Takes it if it is this symbol.</summary>
    public bool TryTakeSymbol(string symbol)
    {
        if (!Next.IsSymbol(symbol))
            return false;
        Take();
        return true;
    }

    /// <summary>Takes this word of the language.</summary>
    public void Expect(string word)
    {
        if (!TryTake(word))
            throw QlException.Expected(Next, word);
    }

    /// <summary>Takes this symbol.</summary>
    public void ExpectSymbol(string symbol)
    {
        if (!TryTakeSymbol(symbol))
            throw QlException.Expected(Next, symbol);
    }

    /// <summary>Takes a name, bare or in quotes.</summary>
    public string TakeName() => Next.Kind is QlTokenKind.Word or QlTokenKind.Name ? Take().Text : throw QlException.Expected(Next, "identifier");

    /// <summary>Takes a whole number.</summary>
    public long TakeWhole() => Next.Kind == QlTokenKind.Integer ? Take().Whole : throw QlException.Expected(Next, "integer");

    /// <summary>Whether a regular expression can begin here.</summary>
    public bool IsAtRegex => Next.IsSymbol("/");

    /// <summary>Takes a regular expression; matching takes time in proportion to the text, whatever it is.</summary>
    public Regex TakeRegex()
    {
        if (!IsAtRegex)
            throw QlException.Expected(Next, "regex");
        var pattern = lexer.TakeRegex(Next);
        Next = lexer.Take();
        if (pattern.Text.Length > MaximumPatternLength)
            throw QlException.NotSpoken(pattern, "a regular expression that long");
        try
        {
            return new Regex(pattern.Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new QlException($"error parsing query: {error.Message} at line {pattern.Line}, char {pattern.Column}");
        }
    }
}
