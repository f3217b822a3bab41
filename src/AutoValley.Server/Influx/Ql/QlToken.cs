namespace AutoValley.Server.Influx.Ql;

/// <summary>A word of a query.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Text">Without quotes and escapes; of what has none, as it stands.</param>
/// <param name="Start">Place in the query.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct QlToken(QlTokenKind Kind, string Text, int Start, int Line, int Column)
{
    /// <summary>Of a <see cref="QlTokenKind.Duration"/>, nanoseconds; of an <see cref="QlTokenKind.Integer"/>, itself.</summary>
    public long Whole { get; init; }

    /// <summary>Whether it is this word of the language.</summary>
    public bool Is(string word) => Kind == QlTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is this operator or bracket.</summary>
    public bool IsSymbol(string symbol) => Kind == QlTokenKind.Symbol && Text == symbol;
}
