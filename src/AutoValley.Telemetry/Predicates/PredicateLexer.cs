using System.Globalization;

namespace AutoValley.Telemetry.Predicates;

/// <summary>
/// Cuts a predicate into words: names (<c>Vehicle.Speed</c>; in brackets, <c>[4WD.Mode]</c>, when a name begins with a digit or is
/// a word of the language), numbers, <c>true</c>, <c>false</c>, <c>'text'</c> (a quote in it is written twice), operators,
/// <c>and or not ( )</c>, or <c>&amp;&amp; || !</c> for the first three. Words of the language may be written in capitals.
/// </summary>
internal sealed class PredicateLexer(string text)
{
    private int next;

    /// <summary>The next word; <see cref="PredicateTokenKind.End"/> again and again at the end.</summary>
    /// <exception cref="PredicateException">No word begins so.</exception>
    public PredicateToken Take()
    {
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        if (next == text.Length)
            return new PredicateToken(PredicateTokenKind.End, next + 1, "");
        return text[next] switch
        {
            '(' => Symbol(PredicateTokenKind.Open),
            ')' => Symbol(PredicateTokenKind.Close),
            ',' => Symbol(PredicateTokenKind.Comma),
            '[' => BracketedName(),
            '\'' => QuotedText(),
            var first when char.IsAsciiDigit(first) || first is '+' or '-' or '.' => Number(),
            var first when char.IsAsciiLetter(first) || first == '_' => Word(),
            _ => Operator(),
        };
    }

    private PredicateToken Symbol(PredicateTokenKind kind) => new(kind, next + 1, text[next++].ToString());

    private PredicateToken Word()
    {
        var (start, word) = (next + 1, TakeWhile(IsNamePart));
        return word.ToUpperInvariant() switch
        {
            "AND" => new PredicateToken(PredicateTokenKind.And, start, word),
            "OR" => new PredicateToken(PredicateTokenKind.Or, start, word),
            "NOT" => new PredicateToken(PredicateTokenKind.Not, start, word),
            "TRUE" => Constant(start, word, SampleValue.Of(true)),
            "FALSE" => Constant(start, word, SampleValue.Of(false)),
            _ => Name(start, word),
        };
    }

    private PredicateToken BracketedName()
    {
        var start = ++next;
        var name = TakeWhile(character => character != ']');
        if (next++ == text.Length)
            throw new PredicateException(start, "']' is missing behind the name that begins here");
        return Name(start, name);
    }

    private static PredicateToken Name(int start, string name) => SignalDefinition.IsName(name)
        ? new PredicateToken(PredicateTokenKind.Name, start, name)
        : throw new PredicateException(start, $"'{name}' is no signal's name: 1 to {SignalDefinition.MaximumNameLength} of A-Z a-z 0-9 . _ -");

    private PredicateToken QuotedText()
    {
        var start = ++next;
        var value = "";
        while (true)
        {
            value += TakeWhile(character => character != '\'');
            if (next++ == text.Length)
                throw new PredicateException(start, "a quote is missing behind the text that begins here");
            if (next == text.Length || text[next] != '\'')
                return Constant(start, $"'{value}'", SampleValue.Of(value));
            value += text[next++];
        }
    }

    private PredicateToken Number()
    {
        var start = next + 1;
        // A sign may stand first and behind the e of 1e-3.
        var last = '\0';
        var word = TakeWhile(character =>
        {
            var isPart = char.IsAsciiLetterOrDigit(character) || character is '.' or '_' || (character is '+' or '-' && last is '\0' or 'e' or 'E');
            last = character;
            return isPart;
        });
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return Constant(start, word, SampleValue.Of(integer));
        if (Durations.TryParse(word, out var length))
            return new PredicateToken(PredicateTokenKind.Duration, start, word) { Nanoseconds = length };
        const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(word, Decimal, CultureInfo.InvariantCulture, out var number))
            throw new PredicateException(start, $"'{word}' is no number (a name that begins so is written in brackets: [{word}])");
        return double.IsFinite(number)
            ? Constant(start, word, SampleValue.Of(number))
            : throw new PredicateException(start, $"'{word}' is too large a number");
    }

    private PredicateToken Operator()
    {
        var start = next + 1;
        if (Joint() is { } joint)
            return joint;
        var word = TakeWhile(character => character is '<' or '>' or '=' or '!' or '&' or '|' or '~');
        ComparisonOperator? known = word switch
        {
            "<" => ComparisonOperator.Less,
            "<=" => ComparisonOperator.LessOrEqual,
            "==" => ComparisonOperator.Equal,
            "!=" => ComparisonOperator.NotEqual,
            ">=" => ComparisonOperator.GreaterOrEqual,
            ">" => ComparisonOperator.Greater,
            _ => null,
        };
        return known is { } comparison
            ? new PredicateToken(PredicateTokenKind.Operator, start, word) { Operator = comparison }
            : throw new PredicateException(start, Advice(word));
    }

    // Those of C, which may stand without a space before whatever follows.
    private PredicateToken? Joint()
    {
        var (kind, word) = text.AsSpan(next) switch
        {
            ['&', '&', ..] => (PredicateTokenKind.And, "&&"),
            ['|', '|', ..] => (PredicateTokenKind.Or, "||"),
            ['!', not '=', ..] or ['!'] => (PredicateTokenKind.Not, "!"),
            _ => (PredicateTokenKind.End, ""),
        };
        if (kind == PredicateTokenKind.End)
            return null;
        var token = new PredicateToken(kind, next + 1, word);
        next += word.Length;
        return token;
    }

    private string Advice(string word) => word switch
    {
        "=" => "'=' is written '=='",
        "<>" or "~=" => $"'{word}' is written '!='",
        "&" => "'&' is written 'and'",
        "|" => "'|' is written 'or'",
        "" when text[next] == '"' => "a text is written 'in single quotes' and an odd name [in brackets]",
        "" => $"'{text[next]}' belongs to no predicate",
        _ => $"'{word}' is none of > >= < <= == !=",
    };

    private static PredicateToken Constant(int start, string word, SampleValue value) =>
        new(PredicateTokenKind.Constant, start, word) { Constant = value };

    private string TakeWhile(Func<char, bool> isPart)
    {
        var start = next;
        while (next < text.Length && isPart(text[next]))
            next++;
        return text[start..next];
    }

    private static bool IsNamePart(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';
}
