namespace AutoValley.Telemetry.Predicates;

/// <summary>How two values are compared.</summary>
public enum ComparisonOperator
{
    /// <summary>Less than.</summary>
    Less,

    /// <summary>At most.</summary>
    LessOrEqual,

    /// <summary>The same.</summary>
    Equal,

    /// <summary>Another.</summary>
    NotEqual,

    /// <summary>At least.</summary>
    GreaterOrEqual,

    /// <summary>More than.</summary>
    Greater,
}

/// <summary>What can be said of operators.</summary>
public static class ComparisonOperators
{
    /// <summary>As it is written.</summary>
    public static string ToText(this ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Equal => "==",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.GreaterOrEqual => ">=",
        _ => ">",
    };

    /// <summary>The one that holds for exactly the other pairs (of values that are no NaN).</summary>
    public static ComparisonOperator Opposite(this ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        ComparisonOperator.NotEqual => ComparisonOperator.Equal,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        _ => ComparisonOperator.LessOrEqual,
    };

    /// <summary>The one that says the same with the sides exchanged.</summary>
    public static ComparisonOperator Exchanged(this ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        _ => comparison,
    };

    /// <summary>Whether it asks for nothing but same or not, which texts can answer.</summary>
    public static bool IsEquality(this ComparisonOperator comparison) =>
        comparison is ComparisonOperator.Equal or ComparisonOperator.NotEqual;

    /// <summary>Whether it holds for a pair whose order is the sign of <paramref name="order"/>.</summary>
    public static bool Holds(this ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.GreaterOrEqual => order >= 0,
        _ => order > 0,
    };
}
