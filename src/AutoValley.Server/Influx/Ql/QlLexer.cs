using System.Globalization;
using System.Text;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Ql;

/// <summary>Cuts InfluxQL into words. Source: InfluxData, "Influx Query Language (InfluxQL) reference", tokens and literals.</summary>
internal sealed class QlLexer(string text)
{
    private static readonly string[] Symbols =
        ["::", "=~", "!~", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ",", ";", ".", "*", "/", "+", "-", "%", "&", "|", "^"];

    private int next;
    private int line = 1;
    private int lineStart;
    private int lineCounted;

    /// <summary>The next word; <see cref="QlTokenKind.End"/> again and again at the end.</summary>
    /// <exception cref="QlException">No word begins so.</exception>
    public QlToken Take()
    {
        SkipBlank();
        if (next == text.Length)
            return Token(QlTokenKind.End, next, "EOF");
        var start = next;
        return text[next] switch
        {
            '"' => Token(QlTokenKind.Name, start, Quoted('"')),
            '\'' => Token(QlTokenKind.Text, start, Quoted('\'')),
            var one when char.IsLetter(one) || one == '_' => Token(QlTokenKind.Word, start, While(one => char.IsLetterOrDigit(one) || one == '_')),
            var one when char.IsAsciiDigit(one) || (one == '.' && next + 1 < text.Length && char.IsAsciiDigit(text[next + 1])) => Number(),
            _ => Symbol(),
        };
    }

    /// <summary>Takes the regular expression that begins at a slash that was taken as a symbol.</summary>
    public QlToken TakeRegex(QlToken slash)
    {
        next = slash.Start + 1;
        var pattern = new StringBuilder();
        while (next < text.Length && text[next] != '/')
        {
            if (text[next] == '\\' && next + 1 < text.Length && text[next + 1] == '/')
                next++;
            pattern.Append(text[next++]);
        }
        if (next++ >= text.Length)
            throw new QlException($"error parsing query: a regular expression does not end, at line {slash.Line}, char {slash.Column}");
        return Token(QlTokenKind.Regex, slash.Start, pattern.ToString());
    }

    private void SkipBlank()
    {
        while (next < text.Length)
        {
            if (char.IsWhiteSpace(text[next]))
                next++;
            else if (text.AsSpan(next).StartsWith("--"))
                While(one => one != '\n');
            else
                return;
        }
    }

    private string Quoted(char quote)
    {
        var start = next++;
        var value = new StringBuilder();
        while (next < text.Length && text[next] != quote)
        {
            if (text[next] == '\\' && next + 1 < text.Length)
            {
                next++;
                value.Append(text[next] switch { 'n' => "\n", '"' or '\'' or '\\' => text[next].ToString(), var other => $"\\{other}" });
                next++;
                continue;
            }
            value.Append(text[next++]);
        }
        if (next++ >= text.Length)
            throw QlException.Expected(Token(QlTokenKind.Symbol, start, text[(start + 1)..]), $"a closing {quote}");
        return value.ToString();
    }

    private QlToken Number()
    {
        var start = next;
        var digits = While(char.IsAsciiDigit);
        if (next < text.Length && text[next] == '.' && next + 1 < text.Length && char.IsAsciiDigit(text[next + 1]))
        {
            next++;
            return Token(QlTokenKind.Number, start, $"{digits}.{While(char.IsAsciiDigit)}");
        }
        if (next < text.Length && (char.IsLetter(text[next]) || text[next] == 'µ'))
        {
            next = start;
            return Duration(start);
        }
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? Token(QlTokenKind.Integer, start, digits) with { Whole = whole }
            : Token(QlTokenKind.Number, start, digits);
    }

    private QlToken Duration(int start)
    {
        Int128 nanos = 0;
        while (next < text.Length && char.IsAsciiDigit(text[next]))
        {
            var (digits, unit) = (While(char.IsAsciiDigit), While(one => char.IsLetter(one) || one == 'µ'));
            if (NanosOf(unit) is not { } length || !long.TryParse(digits, CultureInfo.InvariantCulture, out var count))
                throw new QlException($"error parsing query: invalid duration '{text[start..next]}'");
            nanos += (Int128)count * length;
        }
        return nanos <= long.MaxValue
            ? Token(QlTokenKind.Duration, start, text[start..next]) with { Whole = (long)nanos }
            : throw new QlException($"error parsing query: invalid duration '{text[start..next]}'");
    }

    private static long? NanosOf(string unit) => unit switch
    {
        "ns" => 1,
        "u" or "µ" => 1_000,
        "ms" => 1_000_000,
        "s" => UnixTime.NanosPerSecond,
        "m" => 60 * UnixTime.NanosPerSecond,
        "h" => 3_600 * UnixTime.NanosPerSecond,
        "d" => UnixTime.NanosPerDay,
        "w" => 7 * UnixTime.NanosPerDay,
        _ => null,
    };

    private QlToken Symbol()
    {
        var start = next;
        var symbol = Array.Find(Symbols, known => text.AsSpan(start).StartsWith(known)) ?? throw QlException.Expected(Token(QlTokenKind.Symbol, start, text[start].ToString()), "a word");
        next += symbol.Length;
        return Token(QlTokenKind.Symbol, start, symbol);
    }

    private string While(Func<char, bool> isPart)
    {
        var start = next;
        while (next < text.Length && isPart(text[next]))
            next++;
        return text[start..next];
    }

    // Words come in order, so that lines are counted once.
    private QlToken Token(QlTokenKind kind, int start, string word)
    {
        var passed = text.AsSpan(lineCounted, start - lineCounted);
        line += passed.Count('\n');
        if (passed.LastIndexOf('\n') is >= 0 and var last)
            lineStart = lineCounted + last + 1;
        lineCounted = start;
        return new QlToken(kind, word, start, line, start - lineStart + (kind == QlTokenKind.End ? 2 : 1));
    }
}
