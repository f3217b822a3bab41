using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Predicates;

/// <summary>
/// Reads a predicate by recursive descent:
/// <code>
/// any        = all { "or" all }
/// all        = one { "and" one }
/// one        = "not" one | "(" any ")" | operand [ operator operand ]
/// operand    = name | constant
/// </code>
/// A comparison has a signal on at least one side; a name alone means that its value is not 0.
/// </summary>
internal sealed class PredicateParser
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaximumLength = 4_096;

    /// <summary>Deepest nesting of parentheses and <c>not</c>.</summary>
    public const int MaximumDepth = 32;

    /// <summary>Most comparisons: each holds a reader of its own open.</summary>
    public const int MaximumComparisons = 64;

    private readonly PredicateLexer lexer;
    private PredicateToken current;
    private int comparisons;

    private PredicateParser(string text)
    {
        lexer = new PredicateLexer(text);
        current = lexer.Take();
    }

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="PredicateException">It is no predicate, or over a limit; the message says where and what was expected.</exception>
    public static Predicate Parse(string text)
    {
        if (text.Length > MaximumLength)
            throw new PredicateException(MaximumLength + 1, $"a predicate has at most {MaximumLength} characters, this one {text.Length}");
        var parser = new PredicateParser(text);
        var predicate = parser.Any(0);
        return parser.current.Kind == PredicateTokenKind.End ? predicate : throw parser.Expected("'and', 'or' or the end");
    }

    private Predicate Any(int depth)
    {
        List<Predicate> parts = [All(depth)];
        while (TryTake(PredicateTokenKind.Or))
            parts.Add(All(depth));
        return parts.Count == 1 ? parts[0] : new AnyOf(parts);
    }

    private Predicate All(int depth)
    {
        List<Predicate> parts = [One(depth)];
        while (TryTake(PredicateTokenKind.And))
            parts.Add(One(depth));
        return parts.Count == 1 ? parts[0] : new AllOf(parts);
    }

    private Predicate One(int depth)
    {
        if (depth > MaximumDepth)
            throw new PredicateException(current.Position, $"nested deeper than {MaximumDepth}");
        if (TryTake(PredicateTokenKind.Not))
            return One(depth + 1).Negate();
        var opened = current;
        if (!TryTake(PredicateTokenKind.Open))
            return Compared();
        var inner = Any(depth + 1);
        return TryTake(PredicateTokenKind.Close)
            ? inner
            : throw Expected($"'and', 'or' or the ')' of the '(' at position {opened.Position}");
    }

    private Comparison Compared()
    {
        var left = Operand("a signal's name, a constant, 'not' or '('");
        if (++comparisons > MaximumComparisons)
            throw new PredicateException(left.Position, $"more than {MaximumComparisons} comparisons");
        if (current.Kind != PredicateTokenKind.Operator)
        {
            return left.Kind == PredicateTokenKind.Name
                ? new Comparison(left.Text, ComparisonOperator.NotEqual, SampleValue.Of(0L))
                : throw Expected("a comparison (> >= < <= == !=)");
        }
        var comparison = current;
        Advance();
        var right = Operand("a signal's name, a number, true, false or 'text'");
        if (left.Kind == PredicateTokenKind.Constant && right.Kind == PredicateTokenKind.Constant)
            throw new PredicateException(left.Position, $"{left} and {right} are both constants: a comparison needs a signal");
        return left.Kind == PredicateTokenKind.Constant
            ? Against(comparison, right.Text, comparison.Operator.Exchanged(), left)
            : Against(comparison, left.Text, comparison.Operator, right);
    }

    private static Comparison Against(PredicateToken at, string signal, ComparisonOperator comparison, PredicateToken other)
    {
        if (other.Kind == PredicateTokenKind.Name)
            return new Comparison(signal, comparison, default, other.Text);
        if (other.Constant.Type == SignalType.Text && !comparison.IsEquality())
            throw new PredicateException(at.Position, $"texts are compared by == and !=, not by {at.Text}");
        return new Comparison(signal, comparison, other.Constant);
    }

    private PredicateToken Operand(string expected)
    {
        var operand = current;
        if (operand.Kind is not (PredicateTokenKind.Name or PredicateTokenKind.Constant))
            throw Expected(expected);
        Advance();
        return operand;
    }

    private bool TryTake(PredicateTokenKind kind)
    {
        if (current.Kind != kind)
            return false;
        Advance();
        return true;
    }

    private void Advance() => current = lexer.Take();

    private PredicateException Expected(string what) => new(current.Position, $"expected {what}, found {current}");
}
