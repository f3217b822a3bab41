namespace AutoValley.Telemetry.Predicates;

/// <summary>What a word of a predicate is.</summary>
internal enum PredicateTokenKind
{
    End,
    Name,
    Constant,
    Operator,
    And,
    Or,
    Not,
    Open,
    Close,
    Comma,
    Duration,
}

/// <summary>A word of a predicate.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Of its first character, from 1.</param>
/// <param name="Text">A name without its brackets, else as written.</param>
internal readonly record struct PredicateToken(PredicateTokenKind Kind, int Position, string Text)
{
    /// <summary>Of a <see cref="PredicateTokenKind.Constant"/>.</summary>
    public SampleValue Constant { get; init; }

    /// <summary>Of an <see cref="PredicateTokenKind.Operator"/>.</summary>
    public ComparisonOperator Operator { get; init; }

    /// <summary>Of a <see cref="PredicateTokenKind.Duration"/>, in nanoseconds.</summary>
    public long Nanoseconds { get; init; }

    public override string ToString() => Kind == PredicateTokenKind.End ? "the end" : $"'{Text}'";
}
