using System.Runtime.CompilerServices;
using AutoValley.Server.Influx.Ql;
using AutoValley.Server.Query;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Plans what <c>SELECT</c> answers; it is read when it is written.</summary>
internal sealed class SelectQuery(InfluxModel model, RowReader reader, AggregateReader aggregates, QueryOptions options)
{
    /// <summary>The series of the answer; those that turn out empty are left out by whoever writes them.</summary>
    /// <param name="select">The statement.</param>
    /// <param name="database">Of measurements that do not say theirs.</param>
    /// <param name="now">Unix nanoseconds.</param>
    /// <exception cref="QlException">It cannot be answered.</exception>
    public IReadOnlyList<SeriesPlan> Plan(QlStatement.Select select, string database, long now)
    {
        var where = QlTimes.Split(select.Where, now);
        var series = select.Sources.GroupBy(source => source.Database ?? database)
            .SelectMany(sources => model.Find(sources.Key, measurement => sources.Any(source => source.Matches(measurement))))
            .Where(one => one.HasFieldOf(where.Rest) || one.Matches(where.Rest)).ToArray();
        var tags = TagsOf(select.Grouping, series);
        var columns = SelectColumns.Of(select, series, tags.ToHashSet());
        if (select.IsDescending && columns.Transforms.Count > 0)
            throw new QlException($"ORDER BY time DESC of {columns.Transforms[0].Function}() is not spoken here");
        if (series.Sum(one => one.Fields.Count) > options.MaximumSignals && columns.Columns.Count * series.Length > options.MaximumSignals)
            throw new QlException($"more than {options.MaximumSignals} signals a statement (Query:MaximumSignals)");
        var groups = SeriesGroup.Of(series, tags).Where(group => HasField(group, columns));
        var held = new HeldBudget(options.MaximumPercentileSamples);
        return [.. Page(groups, select.Paging).Select(group => ToPlan(group, select, columns, (where, now), held))];
    }

    private SeriesPlan ToPlan(SeriesGroup group, QlStatement.Select select, SelectColumns columns, (QlWhere Where, long Now) when, HeldBudget held)
    {
        IAsyncEnumerable<IReadOnlyList<QlRow>> Read(CancellationToken cancellation)
        {
            var rows = columns.Aggregates.Count > 0
                ? aggregates.ReadAsync(group, ToAggregates(group, select, columns, when) with { Held = held }, select.IsDescending, cancellation)
                : ReadRaw(group, select, columns, when.Where, cancellation);
            return select.Paging is { Limit: 0, Offset: 0 } ? rows : CutAsync(rows, select.Paging, cancellation);
        }
        return new SeriesPlan(group.Measurement, group.Tags, [.. columns.Names.Prepend("time")], Read);
    }

    private static AggregatePlan ToAggregates(SeriesGroup group, QlStatement.Select select, SelectColumns columns, (QlWhere Where, long Now) when)
    {
        var (where, now) = when;
        // As in InfluxDB: where there are intervals, and nothing is said of an end, they end now.
        var end = where.End ?? (select.Grouping.Every is null || now == long.MaxValue ? long.MaxValue : now + 1);
        var answered = new TimeRange(where.Start ?? long.MinValue, end);
        var before = where.Start is null ? 0 : columns.Transforms.Select(call => Before(call, select.Grouping.Every ?? 0)).DefaultIfEmpty(0).Max();
        var from = (long)Int128.Max((Int128)answered.From - before, long.MinValue);
        return new AggregatePlan(columns, select.Grouping, new TimeRange(from, Math.Max(from, end)), answered)
        {
            Condition = group.Series.Any(series => series.HasFieldOf(where.Rest)) ? where.Rest : null, HasStart = where.Start is not null,
        };
    }

    // Intervals before the answer that a function needs.
    private static long Before(QlExpression.Call call, long every) =>
        call is { Function: "moving_average", Arguments: [_, QlExpression.Constant { Value: { Type: SignalType.Integer } window }] }
            ? (long)Int128.Min((Int128)every * (window.Integer - 1), long.MaxValue) : call.Function == "cumulative_sum" ? 0 : every;

    private IAsyncEnumerable<IReadOnlyList<QlRow>> ReadRaw(
        SeriesGroup group, QlStatement.Select select, SelectColumns columns, QlWhere where, CancellationToken cancellation)
    {
        var isTransformed = columns.Transforms.Count > 0;
        QlExpression[] expressions = isTransformed
            ? [.. columns.Transforms.SelectMany(call => call.Arguments[0].All).OfType<QlExpression.Reference>().Distinct()] : [.. columns.Columns.Select(column => column.Expression)];
        var start = where.Start ?? long.MinValue;
        var question = new RowQuestion(
            expressions, group.Series.Any(series => series.HasFieldOf(where.Rest)) ? where.Rest : null,
            new TimeRange(start, Math.Max(start, where.End ?? long.MaxValue)));
        var rows = select.IsDescending ? reader.ReadBackAsync(group.Series, question, cancellation) : reader.ReadAsync(group.Series, question, cancellation);
        return isTransformed ? TransformAsync(rows, expressions, columns, cancellation) : rows;
    }

    private static async IAsyncEnumerable<IReadOnlyList<QlRow>> TransformAsync(
        IAsyncEnumerable<IReadOnlyList<QlRow>> rows, QlExpression[] fields, SelectColumns columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var places = fields.Index().ToDictionary(one => one.Item, one => one.Index);
        var values = new ColumnValues<QlRow>(columns, null, (row, one) => places.TryGetValue(one, out var place) ? row.Values[place] : null);
        await foreach (var some in rows.WithCancellation(cancellation))
        {
            var made = new List<QlRow>();
            foreach (var row in some)
            {
                var computed = values.Next(row.Time, row);
                if (Array.Exists(computed, value => value is not null))
                    made.Add(new QlRow(row.Time, computed));
            }
            yield return made;
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<QlRow>> CutAsync(
        IAsyncEnumerable<IReadOnlyList<QlRow>> rows, QlPaging paging, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (skip, left) = (paging.Offset, paging.Limit == 0 ? long.MaxValue : paging.Limit);
        await foreach (var some in rows.WithCancellation(cancellation))
        {
            var from = (int)Math.Min(skip, some.Count);
            var count = (int)Math.Min(left, some.Count - from);
            (skip, left) = (skip - from, left - count);
            if (count > 0)
                yield return [.. some.Skip(from).Take(count)];
            if (left == 0)
                yield break;
        }
    }

    private static List<string> TagsOf(QlGrouping grouping, IReadOnlyList<InfluxSeries> series)
    {
        var known = series.SelectMany(one => one.Tags).Select(tag => tag.Key).Distinct().ToArray();
        return
        [
            .. grouping.Tags.SelectMany(tag => tag switch
            {
                QlExpression.Reference one => [one.Name],
                QlExpression.Pattern pattern => known.Where(key => pattern.Regex.IsMatch(key)),
                _ => known,
            }).Distinct(),
        ];
    }

    private static bool HasField(SeriesGroup group, SelectColumns columns) =>
        columns.Columns.SelectMany(column => column.Expression.All).OfType<QlExpression.Reference>()
            .Any(reference => group.Series.Any(series => series.FieldOf(reference) is not null));

    private static IEnumerable<SeriesGroup> Page(IEnumerable<SeriesGroup> groups, QlPaging paging)
    {
        var skipped = groups.Skip((int)Math.Min(paging.SeriesOffset, int.MaxValue));
        return paging.SeriesLimit == 0 ? skipped : skipped.Take((int)Math.Min(paging.SeriesLimit, int.MaxValue));
    }
}
