using AutoValley.Server.Influx.Ql;
using AutoValley.Server.Query;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Values of an interval, in order of time, to what a function makes of them.</summary>
/// <param name="call">The function.</param>
/// <param name="maximum">Values of an interval that are held in memory where the function needs them all.</param>
internal sealed class QlAccumulator(QlExpression.Call call, int maximum)
{
    private readonly bool holds = call.Function is "median" or "mode" or "percentile" or "distinct" or "stddev" || IsCountOfDistinct(call);
    private readonly List<(SampleValue Value, QlRow Row)> held = [];
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
        count++;
        if (holds)
        {
            if (held.Count == maximum)
                throw new QlException($"more than {maximum} values in an interval of {call.Function}() (Query:MaximumPercentileSamples)");
            held.Add((value, row));
            return;
        }
        if (value.Type is SignalType.Double or SignalType.Integer)
        {
            sum += QlValues.NumberOf(value);
            whole = unchecked(whole + value.Integer);
        }
        if (IsBetter(value, row.Time))
            (chosen, chosenRow) = (value, row);
        if (call.Function == "spread" && (greatest is null || QlValues.NumberOf(value) > QlValues.NumberOf(greatest.Value)))
            greatest = value;
    }

    /// <summary>What is made of them, with the row it is of where it is one of them; none of no values.</summary>
    public IEnumerable<(SampleValue Value, QlRow? Row)> Take()
    {
        if (count == 0)
            return [];
        return call.Function switch
        {
            "count" when holds => [(SampleValue.Of((long)held.Select(one => one.Value).Distinct().Count()), null)],
            "count" => [(SampleValue.Of(count), null)],
            "sum" => [(chosen!.Value.Type == SignalType.Integer ? SampleValue.Of(whole) : SampleValue.Of(sum), null)],
            "mean" => [(SampleValue.Of(sum / count), null)],
            "spread" => [(Difference(greatest!.Value, chosen!.Value), null)],
            "median" => [(SampleValue.Of(Percentiles.Of(Numbers(), [50])[0]), null)],
            "stddev" => Deviation(),
            "mode" => [(Mode(), null)],
            "distinct" => held.Select(one => one.Value).Distinct().Select(value => (value, (QlRow?)null)),
            "percentile" => Percentile(),
            _ => [(chosen!.Value, chosenRow)],
        };
    }

    private static bool IsCountOfDistinct(QlExpression.Call call) => call is { Function: "count", Arguments: [QlExpression.Call { Function: "distinct" }] };

    // Of equal ones the earliest; of several series with the same time the greatest is the first, and the last.
    private bool IsBetter(SampleValue value, long time) => chosen is not { } best || call.Function switch
    {
        "first" => time == chosenRow!.Time && Compare(value, best) > 0,
        "last" => time > chosenRow!.Time || Compare(value, best) > 0,
        "max" => QlValues.NumberOf(value) > QlValues.NumberOf(best),
        "min" or "spread" => QlValues.NumberOf(value) < QlValues.NumberOf(best),
        _ => false,
    };

    private static int Compare(SampleValue one, SampleValue other) => one.Type == SignalType.Text || other.Type == SignalType.Text
        ? string.CompareOrdinal(one.Text, other.Text) : QlValues.NumberOf(one).CompareTo(QlValues.NumberOf(other));

    // As in InfluxDB: of those that are as frequent, in ascending order, each that began before the one so far ended takes its place, if it came twice.
    private SampleValue Mode()
    {
        var best = (Value: default(SampleValue), Count: 0, Last: 0L);
        foreach (var group in held.GroupBy(one => one.Value).OrderBy(group => group.Key, Comparer<SampleValue>.Create(Compare)))
        {
            var times = group.Select(one => one.Row.Time).ToArray();
            var isMore = times.Length > best.Count || (times.Length == best.Count && times[0] <= best.Last);
            if (best.Count == 0 || (isMore && times.Length > 1))
                best = (group.Key, times.Length, times[^1]);
        }
        return best.Value;
    }

    private double[] Numbers() => [.. held.Select(one => QlValues.NumberOf(one.Value))];

    private static SampleValue Difference(SampleValue one, SampleValue other) =>
        one.Type == SignalType.Integer ? SampleValue.Of(unchecked(one.Integer - other.Integer)) : SampleValue.Of(one.Double - other.Double);

    // Of a sample, as InfluxDB has it; of one value there is none.
    private IEnumerable<(SampleValue Value, QlRow? Row)> Deviation()
    {
        if (held.Count < 2)
            return [];
        var numbers = Numbers();
        var mean = numbers.Average();
        return [(SampleValue.Of(Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Length - 1))), null)];
    }

    // The nearest rank: a value that is there.
    private IEnumerable<(SampleValue Value, QlRow? Row)> Percentile()
    {
        var rank = (int)Math.Floor((held.Count * QlValues.NumberOf(((QlExpression.Constant)call.Arguments[1]).Value) / 100) + 0.5) - 1;
        if (rank < 0 || rank >= held.Count)
            return [];
        var (value, row) = held.OrderBy(one => QlValues.NumberOf(one.Value)).ElementAt(rank);
        return [(value, row)];
    }
}
