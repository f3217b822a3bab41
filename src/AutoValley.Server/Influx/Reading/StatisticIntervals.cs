using AutoValley.Server.Influx.Ql;
using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Intervals of a group from the statistics that the store keeps: nothing is decoded that need not be.</summary>
internal sealed class StatisticIntervals(ISampleStore store, QueryOptions options, TimeProvider clock)
{
    // From here on not every integer is a double.
    private const double MaximumExact = 1L << 53;

    /// <summary>Whether statistics tell everything that is asked of a group.</summary>
    public static bool CanTell(SeriesGroup group, AggregatePlan plan) =>
        plan.Condition is null && (plan.Columns.Beside.Count == 0 && (plan.Window.IsCut || !plan.Columns.IsSelector))
        && plan.Grouping.Offset % (plan.Grouping.Every ?? 1) == 0 && plan.Columns.Aggregates.All(call => CanTell(group, call));

    /// <summary>Intervals with samples, ascending; null when there are integers that statistics do not tell exactly.</summary>
    /// <exception cref="QlException">There are too many.</exception>
    public async ValueTask<IReadOnlyList<CallRow>?> ReadAsync(SeriesGroup group, AggregatePlan plan, CancellationToken cancellation)
    {
        var calls = plan.Columns.Aggregates;
        var rows = new SortedDictionary<long, SampleValue?[]>();
        foreach (var field in calls.Select(SelectColumns.FieldOf).Distinct())
        {
            var sums = await SumAsync(group, field!, plan, cancellation);
            foreach (var (start, sum) in sums)
            {
                if (sum.IsWhole && (Math.Abs(sum.Bucket.Sum) >= MaximumExact || sum.Bucket.Min <= -MaximumExact || sum.Bucket.Max >= MaximumExact))
                    return null;
                if (!rows.TryGetValue(start, out var values))
                    rows.Add(start, values = new SampleValue?[calls.Count]);
                for (var index = 0; index < values.Length; index++)
                    values[index] = SelectColumns.FieldOf(calls[index]) == field ? ValueOf(calls[index].Function, sum) : values[index];
            }
        }
        return [.. rows.Select(row => new CallRow(row.Key, row.Value))];
    }

    // First and last of several series need their times.
    private static bool CanTell(SeriesGroup group, QlExpression.Call call) =>
        QlFunctions.IsSummed(call.Function) && call.Arguments[0] is QlExpression.Reference field
        && (group.Series.Count == 1 || call.Function is not ("first" or "last"))
        && group.Series.Select(series => series.FieldOf(field)).All(series => series is null or { Type: SignalType.Double or SignalType.Integer });

    private async ValueTask<SortedDictionary<long, Sum>> SumAsync(SeriesGroup group, QlExpression.Reference field, AggregatePlan plan, CancellationToken cancellation)
    {
        var (sums, slice) = (new SortedDictionary<long, Sum>(), new TimeSlice(clock));
        foreach (var series in group.Series.Select(one => one.FieldOf(field)).OfType<Series>())
        {
            var isWhole = series.Type == SignalType.Integer;
            await foreach (var bucket in store.AggregateAsync(series, plan.Range, plan.Grouping.Every ?? long.MaxValue, cancellation))
            {
                if (bucket.Numbers == 0)
                    continue;
                var start = plan.Window.StartOf(bucket.Start);
                sums[start] = sums.TryGetValue(start, out var sum) ? new Sum(Join(sum.Bucket, bucket), sum.IsWhole && isWhole) : new Sum(bucket, isWhole);
                if (sums.Count > options.MaximumBuckets)
                    throw new QlException($"more than {options.MaximumBuckets} intervals of '{field.Name}' (Query:MaximumBuckets)");
                await slice.GiveWayAsync();
            }
        }
        return sums;
    }

    private static Bucket Join(Bucket one, Bucket other) => one with
    {
        Count = one.Count + other.Count, Numbers = one.Numbers + other.Numbers, Min = Math.Min(one.Min, other.Min), Max = Math.Max(one.Max, other.Max),
        Sum = one.Sum + other.Sum, Last = other.Last,
    };

    private static SampleValue ValueOf(string function, Sum sum)
    {
        var value = function switch
        {
            "count" => sum.Bucket.Numbers,
            "sum" => sum.Bucket.Sum,
            "mean" => sum.Bucket.Mean,
            "min" => sum.Bucket.Min,
            "max" => sum.Bucket.Max,
            "first" => sum.Bucket.First,
            "last" => sum.Bucket.Last,
            _ => sum.Bucket.Max - sum.Bucket.Min,
        };
        return function == "count" || (sum.IsWhole && QlFunctions.KeepsType(function)) ? SampleValue.Of((long)value) : SampleValue.Of(value);
    }

    private readonly record struct Sum(Bucket Bucket, bool IsWhole);
}
