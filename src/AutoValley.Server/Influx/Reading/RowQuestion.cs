using AutoValley.Server.Influx.Ql;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Which rows are wanted of series.</summary>
/// <param name="Columns">What each row has.</param>
/// <param name="Condition">Of fields and tags, per row; null for none.</param>
/// <param name="Range">Times.</param>
internal sealed record RowQuestion(IReadOnlyList<QlExpression> Columns, QlExpression? Condition, TimeRange Range)
{
    /// <summary>Fields and tags that a row is made of.</summary>
    public QlExpression.Reference[] References => field ??= [.. Occurrences.Distinct()];

    /// <summary>They, as often as they are in columns and condition.</summary>
    public IEnumerable<QlExpression.Reference> Occurrences => Columns.Append(Condition).OfType<QlExpression>().SelectMany(one => one.All).OfType<QlExpression.Reference>();
}
