using AutoValley.Server.Influx.Ql;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>How intervals are made of the samples of a group.</summary>
/// <param name="Columns">What is selected.</param>
/// <param name="Grouping">Intervals and what empty ones give.</param>
/// <param name="Range">What is read: more than is answered where a function needs what is before.</param>
/// <param name="Answered">What is answered.</param>
internal sealed record AggregatePlan(SelectColumns Columns, QlGrouping Grouping, TimeRange Range, TimeRange Answered)
{
    /// <summary>Of fields and tags, per sample; null for none.</summary>
    public QlExpression? Condition { get; init; }

    /// <summary>Whether the condition says when to begin.</summary>
    public bool HasStart { get; init; }

    /// <summary>What may be held in memory, with the statement's other series.</summary>
    public HeldBudget Held { get; init; } = new(0);

    /// <summary>The intervals.</summary>
    public QlWindow Window => new(Grouping.Every, Grouping.Offset);
}
