namespace AutoValley.Server.Influx.Ql;

/// <summary><c>GROUP BY</c>.</summary>
internal sealed record QlGrouping
{
    /// <summary>Length of an interval, nanoseconds; null where it is not by time.</summary>
    public long? Every { get; init; }

    /// <summary>By how much intervals are shifted from the epoch, nanoseconds.</summary>
    public long Offset { get; init; }

    /// <summary>Tags: names, patterns and <c>*</c>.</summary>
    public IReadOnlyList<QlExpression> Tags { get; init; } = [];

    /// <summary>What empty intervals give.</summary>
    public QlFill Fill { get; init; }

    /// <summary>Of <see cref="QlFill.Number"/>.</summary>
    public double FillNumber { get; init; }
}
