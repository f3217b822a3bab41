namespace AutoValley.Server.Influx.Ql;

/// <summary>A condition in its parts.</summary>
/// <param name="Start">Unix nanoseconds; null when nothing is said.</param>
/// <param name="End">Exclusive; null when nothing is said.</param>
/// <param name="Rest">What is said of tags and fields; null for nothing.</param>
internal sealed record QlWhere(long? Start, long? End, QlExpression? Rest)
{
    /// <summary>Not before a time.</summary>
    public QlWhere From(long time) => this with { Start = Math.Max(time, Start ?? time) };

    /// <summary>Before a time.</summary>
    public QlWhere Until(long time) => this with { End = Math.Min(time, End ?? time) };
}
