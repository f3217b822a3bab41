using AutoValley.Server.Influx.Ql;
using AutoValley.Server.Query;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Values of an interval, in order of time, to what a function makes of them. What is no number counts for nothing, as in statistics.</summary>
/// <param name="call">The function.</param>
/// <param name="budget">Of what is held in memory where a function needs all values; disposing gives back what was taken.</param>
/// <param name="isBeside">Whether fields or tags stand beside the function.</param>
internal sealed class QlAccumulator(QlExpression.Call call, HeldBudget budget, bool isBeside) : IDisposable
{
    private readonly HeldNumbers? numbers = call.Function is "median" or "percentile" or "stddev" ? new(call.Function == "percentile", isBeside && call.Function == "percentile") : null;
    private readonly HeldValues? values = call.Function is "mode" or "distinct" || IsCountOfDistinct(call) ? new() : null;

    // Which value counts, found once: names are not compared value by value.
    private readonly Choice choice = call.Function switch
    {
        "first" => Choice.First, "last" => Choice.Last, "max" => Choice.Greatest, "min" or "spread" => Choice.Least, _ => Choice.Any,
    };

    private readonly bool hasGreatest = call.Function == "spread";
    private long taken;
    private long count;
    private SampleValue? chosen;
    private QlRow? chosenRow;
    private SampleValue? greatest;
    private double sum;
    private long whole;

    /// <summary>Adds a value.</summary>
    /// <exception cref="QlException">There are more than may be held.</exception>
    public void Add(SampleValue value, QlRow row)
    {
        if (value.Type == SignalType.Double && double.IsNaN(value.Double))
            return;
        count++;
        if ((numbers?.CostOf(row) ?? values?.CostOf(value)) is { } cost)
        {
            taken += cost;
            budget.Take(cost, call.Function);
            numbers?.Add(value, row);
            values?.Add(value, row.Time);
            return;
        }
        if (value.Type is SignalType.Double or SignalType.Integer)
        {
            sum += QlValues.NumberOf(value);
            whole = unchecked(whole + value.Integer);
        }
        if (IsBetter(value, row.Time))
            (chosen, chosenRow) = (value, row);
        if (hasGreatest && (greatest is null || QlValues.NumberOf(value) > QlValues.NumberOf(greatest.Value)))
            greatest = value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        budget.Give(taken);
        taken = 0;
    }

    /// <summary>What is made of them, with the row it is of where it is one of them; none of no values.</summary>
    public IEnumerable<(SampleValue Value, QlRow? Row)> Take()
    {
        if (count == 0)
            return [];
        return call.Function switch
        {
            "count" when values is not null => [(SampleValue.Of((long)values.Values.Count), null)],
            "count" => [(SampleValue.Of(count), null)],
            "sum" => [(chosen!.Value.Type == SignalType.Integer ? SampleValue.Of(whole) : SampleValue.Of(sum), null)],
            "mean" => [(SampleValue.Of(sum / count), null)],
            "spread" => [(Difference(greatest!.Value, chosen!.Value), null)],
            "median" => [(SampleValue.Of(Percentiles.Of(numbers!.Numbers, [50])[0]), null)],
            "stddev" => Deviation(),
            "mode" => [(Mode(), null)],
            "distinct" => values!.Values.Select(value => (value, (QlRow?)null)),
            "percentile" => Percentile(),
            _ => [(chosen!.Value, chosenRow)],
        };
    }

    private static bool IsCountOfDistinct(QlExpression.Call call) => call is { Function: "count", Arguments: [QlExpression.Call { Function: "distinct" }] };

    // Of equal ones the earliest; of several series with the same time the greatest is the first, and the last.
    private bool IsBetter(SampleValue value, long time) => chosen is not { } best || choice switch
    {
        Choice.First => time == chosenRow!.Time && Compare(value, best) > 0,
        Choice.Last => time > chosenRow!.Time || Compare(value, best) > 0,
        Choice.Greatest => QlValues.NumberOf(value) > QlValues.NumberOf(best),
        Choice.Least => QlValues.NumberOf(value) < QlValues.NumberOf(best),
        _ => false,
    };

    private static int Compare(SampleValue one, SampleValue other) => one.Type == SignalType.Text || other.Type == SignalType.Text
        ? string.CompareOrdinal(one.Text, other.Text) : QlValues.NumberOf(one).CompareTo(QlValues.NumberOf(other));

    // As in InfluxDB: of those that are as frequent, in ascending order, each that began before the one so far ended takes its place, if it came twice.
    private SampleValue Mode()
    {
        var best = (Value: default(SampleValue), Count: 0L, Last: 0L);
        foreach (var (value, times) in values!.All.OrderBy(one => one.Key, Comparer<SampleValue>.Create(Compare)))
        {
            var isMore = times.Count > best.Count || (times.Count == best.Count && times.First <= best.Last);
            if (best.Count == 0 || (isMore && times.Count > 1))
                best = (value, times.Count, times.Last);
        }
        return best.Value;
    }

    private static SampleValue Difference(SampleValue one, SampleValue other) =>
        one.Type == SignalType.Integer ? SampleValue.Of(unchecked(one.Integer - other.Integer)) : SampleValue.Of(one.Double - other.Double);

    // Of a sample, as InfluxDB has it; of one value there is none.
    private IEnumerable<(SampleValue Value, QlRow? Row)> Deviation()
    {
        if (count < 2)
            return [];
        var all = numbers!.Numbers;
        var mean = all.Average();
        return [(SampleValue.Of(Math.Sqrt(all.Sum(number => (number - mean) * (number - mean)) / (all.Length - 1))), null)];
    }

    // The nearest rank: a value that is there.
    private IEnumerable<(SampleValue Value, QlRow? Row)> Percentile()
    {
        var rank = (int)Math.Floor((count * QlValues.NumberOf(((QlExpression.Constant)call.Arguments[1]).Value) / 100) + 0.5) - 1;
        return rank < 0 || rank >= count ? [] : [numbers!.At(rank)];
    }

    private enum Choice
    {
        Any,
        First,
        Last,
        Greatest,
        Least,
    }
}
