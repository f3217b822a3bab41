using System.Runtime.CompilerServices;
using AutoValley.Server.Influx.Ql;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Intervals of a group from its samples, for what statistics do not tell.</summary>
internal sealed class SampleIntervals(RowReader reader)
{
    /// <summary>Intervals with samples, ascending.</summary>
    public async IAsyncEnumerable<CallRow> ReadAsync(SeriesGroup group, AggregatePlan plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var calls = plan.Columns.Aggregates;
        var fields = calls.Select(call => (QlExpression)SelectColumns.FieldOf(call)!).ToArray();
        var question = new RowQuestion([.. fields, .. plan.Columns.Beside], plan.Condition, plan.Range);
        var (accumulators, window, current, last) = (Array.Empty<QlAccumulator>(), plan.Window, (long?)null, long.MinValue);
        try
        {
            await foreach (var rows in reader.ReadAsync(group.Series, question, cancellation))
            {
                foreach (var row in rows)
                {
                    if (current is null || row.Time > last)
                    {
                        foreach (var made in current is { } ended ? End(ended, accumulators) : [])
                            yield return made;
                        (accumulators, current, last) = (Begin(plan), window.StartOf(row.Time), window.LastOf(row.Time));
                    }
                    Add(row, accumulators);
                }
            }
            foreach (var made in current is { } unended ? End(unended, accumulators) : [])
                yield return made;
        }
        finally
        {
            Array.ForEach(accumulators, one => one.Dispose());
        }
    }

    private static QlAccumulator[] Begin(AggregatePlan plan) =>
        [.. plan.Columns.Aggregates.Select(call => new QlAccumulator(call, plan.Held, plan.Columns.Beside.Count > 0))];

    private static void Add(QlRow row, QlAccumulator[] accumulators)
    {
        for (var index = 0; index < accumulators.Length; index++)
        {
            if (row.Values[index] is { } value)
                accumulators[index].Add(value, row);
        }
    }

    // One row, or of the distinct values of an only function several.
    private static IEnumerable<CallRow> End(long start, QlAccumulator[] accumulators)
    {
        var taken = accumulators.Select(one => one.Take().ToArray()).ToArray();
        Array.ForEach(accumulators, one => one.Dispose());
        if (taken.Length == 1)
            return taken[0].Select(one => new CallRow(start, [one.Value], one.Row));
        return taken.Any(one => one.Length > 0) ? [new CallRow(start, [.. taken.Select(one => one.Length > 0 ? one[0].Value : (Telemetry.SampleValue?)null)])] : [];
    }
}
