using AutoValley.Server.Influx.Ql;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Intervals without samples.</summary>
internal static class QlFills
{
    /// <summary>All intervals of the answer, ascending, with what empty ones give.</summary>
    /// <param name="rows">Those with samples, one or more.</param>
    /// <param name="plan">Of which.</param>
    public static IReadOnlyList<CallRow> Fill(IReadOnlyList<CallRow> rows, AggregatePlan plan)
    {
        if (!plan.Window.IsCut || plan.Grouping.Fill == QlFill.None)
            return rows;
        var (window, calls, filled) = (plan.Window, plan.Columns.Aggregates, new List<CallRow>());
        long? start = plan.HasStart ? window.StartOf(plan.Range.From) : rows[0].Start;
        for (var index = 0; start < plan.Range.To; start = window.Next(start.Value))
        {
            if (index == rows.Count || rows[index].Start != start)
            {
                filled.Add(new CallRow(start.Value, new SampleValue?[calls.Count]));
                continue;
            }
            while (index < rows.Count && rows[index].Start == start)
                filled.Add(rows[index++]);
        }
        for (var column = 0; column < calls.Count; column++)
            Fill(filled, column, calls[column], plan.Grouping);
        return filled;
    }

    private static void Fill(List<CallRow> rows, int column, QlExpression.Call call, QlGrouping grouping)
    {
        var isWhole = rows.Select(row => row.Values[column]).FirstOrDefault(value => value is not null) is { Type: SignalType.Integer };
        switch (grouping.Fill)
        {
            case QlFill.Null when call.Function == "count":
                Put(rows, column, _ => SampleValue.Of(0L));
                break;
            case QlFill.Number:
                Put(rows, column, _ => isWhole ? SampleValue.Of((long)grouping.FillNumber) : SampleValue.Of(grouping.FillNumber));
                break;
            case QlFill.Previous:
                Put(rows, column, index => index > 0 ? rows[index - 1].Values[column] : null);
                break;
            case QlFill.Linear:
                FillLinear(rows, column, isWhole);
                break;
        }
    }

    private static void Put(List<CallRow> rows, int column, Func<int, SampleValue?> value)
    {
        for (var index = 0; index < rows.Count; index++)
            rows[index].Values[column] ??= value(index);
    }

    private static void FillLinear(List<CallRow> rows, int column, bool isWhole)
    {
        var before = -1;
        for (var index = 0; index < rows.Count; index++)
        {
            if (rows[index].Values[column] is not { } right)
                continue;
            for (var between = before + 1; before >= 0 && between < index; between++)
            {
                var left = rows[before].Values[column]!.Value;
                var share = (rows[between].Start - rows[before].Start) / (double)(rows[index].Start - rows[before].Start);
                var value = QlValues.NumberOf(left) + ((QlValues.NumberOf(right) - QlValues.NumberOf(left)) * share);
                rows[between].Values[column] = isWhole ? SampleValue.Of((long)value) : SampleValue.Of(value);
            }
            before = index;
        }
    }
}
