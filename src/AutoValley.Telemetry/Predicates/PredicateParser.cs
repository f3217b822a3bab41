namespace AutoValley.Telemetry.Predicates;

/// <summary>
/// Reads a predicate by recursive descent:
/// <code>
/// any        = all { "or" all }
/// all        = one { "and" one }
/// one        = "not" one | "(" any ")" | timed | operand [ operator operand ]
/// timed      = ( "rising" | "falling" ) "(" any ")" | "changed" "(" name ")" | "held" "(" any "," duration ")"
/// operand    = name | constant
/// </code>
/// A comparison has a signal on at least one side; a name alone means that its value is not 0. What is timed is for conditions alone.
/// </summary>
public sealed class PredicateParser
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaximumLength = 4_096;

    /// <summary>Deepest nesting of parentheses and <c>not</c>.</summary>
    public const int MaximumDepth = 32;

    /// <summary>Most comparisons: each holds a reader of its own open.</summary>
    public const int MaximumComparisons = 64;

    private readonly PredicateLexer lexer;
    private PredicateToken current;
    private readonly bool isCondition;
    private int comparisons;

    private PredicateParser(string text, bool isCondition)
    {
        this.isCondition = isCondition;
        lexer = new PredicateLexer(text);
        current = lexer.Take();
    }

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="PredicateException">It is no predicate, or over a limit; the message says where and what was expected.</exception>
    public static Predicate Parse(string text) => Parse(text, isCondition: false);

    /// <summary>Reads a whole text, in which times may be looked at.</summary>
    /// <exception cref="PredicateException">As <see cref="Parse(string)"/>.</exception>
    public static Predicate ParseCondition(string text) => Parse(text, isCondition: true);

    private static Predicate Parse(string text, bool isCondition)
    {
        if (text.Length > MaximumLength)
            throw new PredicateException(MaximumLength + 1, $"a predicate has at most {MaximumLength} characters, this one {text.Length}");
        var parser = new PredicateParser(text, isCondition);
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
        return TryTake(PredicateTokenKind.Open) ? Enclosed(opened, depth + 1) : Compared(depth);
    }

    private Predicate Enclosed(PredicateToken opened, int depth)
    {
        var inner = Any(depth);
        Close(opened);
        return inner;
    }

    private Predicate Compared(int depth)
    {
        var left = Operand("a signal's name, a constant, 'not' or '('");
        if (current.Kind == PredicateTokenKind.Open && left.Kind == PredicateTokenKind.Name)
            return TimedBy(left, depth + 1);
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

    private Timed TimedBy(PredicateToken word, int depth)
    {
        if (word.Text is not ("rising" or "falling" or "changed" or "held"))
            throw new PredicateException(word.Position, $"there is no {word.Text}(): rising, falling, changed and held");
        if (!isCondition)
            throw new PredicateException(word.Position, $"{word.Text}() looks at times, which conditions of collection schemes do, and searches do not");
        var opened = current;
        Advance();
        Timed timed = word.Text switch
        {
            "changed" => new Changed(ChangedSignal()),
            "held" => new Held(Any(depth), HeldFor()),
            _ => new Turn(Any(depth), word.Text == "rising"),
        };
        Close(opened);
        return timed;
    }

    private string ChangedSignal()
    {
        if (++comparisons > MaximumComparisons)
            throw new PredicateException(current.Position, $"more than {MaximumComparisons} comparisons");
        var signal = current;
        return TryTake(PredicateTokenKind.Name) ? signal.Text : throw Expected("a signal's name");
    }

    private long HeldFor()
    {
        if (!TryTake(PredicateTokenKind.Comma))
            throw Expected("',' and a length of time");
        var length = current;
        return TryTake(PredicateTokenKind.Duration) && length.Nanoseconds > 0 ? length.Nanoseconds : throw Expected($"a length of time: {Durations.Forms}");
    }

    private void Close(PredicateToken opened)
    {
        if (!TryTake(PredicateTokenKind.Close))
            throw Expected($"'and', 'or' or the ')' of the '(' at position {opened.Position}");
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
