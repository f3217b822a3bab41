using System.Runtime.CompilerServices;
using AutoValley.Server.Influx.Ql;
using AutoValley.Server.Query;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Rows of a group that functions make: intervals are read, empty ones filled, and the columns computed of them.</summary>
internal sealed class AggregateReader(StatisticIntervals statistics, SampleIntervals samples, QueryOptions options)
{
    /// <summary>All rows at once, ascending; none when there is no sample.</summary>
    /// <exception cref="QlException">Over a limit.</exception>
    public async IAsyncEnumerable<IReadOnlyList<QlRow>> ReadAsync(
        SeriesGroup group, AggregatePlan plan, bool isDescending, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (plan.HasStart)
            CheckFilled(plan, plan.Range.From);
        var made = await ReadAsync(group, plan, cancellation);
        if (made.Count == 0)
            yield break;
        CheckFilled(plan, made[0].Start);
        var rows = ToRows(QlFills.Fill(made, plan), plan);
        if (isDescending)
            rows.Reverse();
        yield return rows;
    }

    // Before any is made.
    private void CheckFilled(AggregatePlan plan, long start)
    {
        if (plan.Grouping.Fill != QlFill.None && plan.Window.CountIn(new TimeRange(start, plan.Range.To)) > options.MaximumBuckets)
            throw new QlException($"more than {options.MaximumBuckets} intervals (Query:MaximumBuckets)");
    }

    private async ValueTask<IReadOnlyList<CallRow>> ReadAsync(SeriesGroup group, AggregatePlan plan, CancellationToken cancellation)
    {
        if (StatisticIntervals.CanTell(group, plan) && await statistics.ReadAsync(group, plan, cancellation) is { } told)
            return told;
        var rows = new List<CallRow>();
        await foreach (var row in samples.ReadAsync(group, plan, cancellation))
        {
            if (rows.Count == options.MaximumBuckets)
                throw new QlException($"more than {options.MaximumBuckets} intervals (Query:MaximumBuckets)");
            rows.Add(row);
        }
        return rows;
    }

    private static List<QlRow> ToRows(IReadOnlyList<CallRow> made, AggregatePlan plan)
    {
        var (columns, rows) = (plan.Columns, new List<QlRow>());
        var values = new ColumnValues<CallRow>(columns, plan.Grouping.Every, (row, expression) => LookUp(expression, row, columns));
        var keepsEmpty = plan.Window.IsCut && plan.Grouping.Fill != QlFill.None && columns.Transforms.Count == 0;
        // Those before it are there for transforms alone.
        var first = plan.Window.StartOf(plan.Answered.From);
        foreach (var one in made)
        {
            var row = values.Next(one.Start, one);
            if (!(plan.Window.IsCut && one.Start < first) && (keepsEmpty || Array.Exists(row, value => value is not null)))
                rows.Add(new QlRow(TimeOf(one, plan), row));
        }
        return rows;
    }

    private static SampleValue? LookUp(QlExpression expression, CallRow row, SelectColumns columns)
    {
        for (var index = 0; index < columns.Aggregates.Count; index++)
        {
            if (ReferenceEquals(columns.Aggregates[index], expression))
                return row.Values[index];
        }
        for (var index = 0; row.Chosen is not null && index < columns.Beside.Count; index++)
        {
            if (columns.Beside[index].Equals(expression))
                return row.Chosen.Values[columns.Aggregates.Count + index];
        }
        return null;
    }

    // An interval's start; else of the sample that was chosen, or where the answer begins.
    private static long TimeOf(CallRow row, AggregatePlan plan) =>
        plan.Window.IsCut ? row.Start : plan.Columns.IsSelector && row.Chosen is { } chosen ? chosen.Time : plan.HasStart ? plan.Answered.From : 0;
}
