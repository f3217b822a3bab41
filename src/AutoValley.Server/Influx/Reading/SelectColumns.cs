using AutoValley.Server.Influx.Ql;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>What is selected, with wildcards and patterns made into names.</summary>
internal sealed class SelectColumns
{
    private readonly List<QlExpression.Call> aggregates = [];

    private SelectColumns(IReadOnlyList<QlColumn> columns)
    {
        Columns = columns;
        Names = NamesOf(columns);
        foreach (var column in columns)
            Find(column.Expression);
    }

    /// <summary>What, in order.</summary>
    public IReadOnlyList<QlColumn> Columns { get; }

    /// <summary>Their names, each once.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Functions that make one of many values.</summary>
    public IReadOnlyList<QlExpression.Call> Aggregates => aggregates;

    /// <summary>Functions that make values of values.</summary>
    public IReadOnlyList<QlExpression.Call> Transforms { get; private set; } = [];

    /// <summary>What stands beside a function: fields and tags of the sample it chooses.</summary>
    public IReadOnlyList<QlExpression.Reference> Beside { get; private set; } = [];

    /// <summary>Whether the only function chooses a sample.</summary>
    public bool IsSelector => aggregates is [var only] && QlFunctions.IsSelector(only.Function) && Transforms.Count == 0;

    /// <summary>Makes names of wildcards, and checks functions.</summary>
    /// <param name="select">The statement.</param>
    /// <param name="series">Of which fields and tags are.</param>
    /// <param name="grouped">Tags that the answer's series have.</param>
    /// <exception cref="QlException">It cannot be answered.</exception>
    public static SelectColumns Of(QlStatement.Select select, IReadOnlyList<InfluxSeries> series, IReadOnlySet<string> grouped)
    {
        var columns = new SelectColumns([.. select.Columns.SelectMany(column => Expand(column, series, grouped))]);
        columns.Check(select.Grouping);
        foreach (var call in columns.aggregates.Where(call => !QlFunctions.TakesAll(call.Function)))
        {
            var types = series.Select(one => one.FieldOf(FieldOf(call)!)?.Type);
            if (types.Any(type => type is SignalType.Text || (type is SignalType.Boolean && call.Function is not ("min" or "max"))))
                throw new QlException($"unsupported {call.Function} iterator type: field '{FieldOf(call)!.Name}' has no numbers");
        }
        return columns;
    }

    private void Check(QlGrouping grouping)
    {
        Transforms = [.. Columns.SelectMany(column => column.Expression.All).OfType<QlExpression.Call>().Where(call => QlFunctions.IsTransform(call.Function))];
        Beside = [.. Columns.Select(column => column.Expression).OfType<QlExpression.Reference>().Where(one => one.Name != "time")];
        if (aggregates.Count == 0)
        {
            if (grouping.Every is not null)
                throw new QlException("GROUP BY requires at least one aggregate function");
            if (Transforms.Count > 0 && Beside.Count > 0)
                throw new QlException("mixing aggregate and non-aggregate queries is not supported");
        }
        else if (Beside.Count > 0 && !IsSelector)
        {
            throw new QlException("mixing aggregate and non-aggregate queries is not supported");
        }
        if (aggregates.Exists(call => call.Function == "distinct") && Columns.Count > 1)
            throw new QlException("aggregate function distinct() cannot be combined with other functions or fields");
    }

    // Functions by their places; of what they are made of, only what they take.
    private void Find(QlExpression expression)
    {
        switch (expression)
        {
            case QlExpression.Binary binary:
                Find(binary.Left);
                Find(binary.Right);
                break;
            case QlExpression.Call call when QlFunctions.IsTransform(call.Function):
                CheckCount(call, call.Function == "moving_average" ? 2 : 1, call.Function is "cumulative_sum" or "difference" or "non_negative_difference" ? 1 : 2);
                Find(call.Arguments[0]);
                break;
            case QlExpression.Call call when QlFunctions.IsAggregate(call.Function):
                CheckCount(call, call.Function == "percentile" ? 2 : 1, call.Function == "percentile" ? 2 : 1);
                if (FieldOf(call) is null)
                    throw new QlException($"expected field argument in {call.Function}()");
                if (call.Function == "percentile" && call.Arguments[1] is not QlExpression.Constant { Value.Type: SignalType.Integer or SignalType.Double })
                    throw new QlException("expected float argument in percentile()");
                aggregates.Add(call);
                break;
            case QlExpression.Call call:
                throw new QlException($"undefined function {call.Function}()");
            case QlExpression.Pattern or QlExpression.Wildcard:
                throw new QlException("unsupported expression with wildcard");
        }
    }

    /// <summary>The field that a function is of.</summary>
    public static QlExpression.Reference? FieldOf(QlExpression.Call call) => call.Arguments[0] switch
    {
        QlExpression.Reference field => field,
        QlExpression.Call { Function: "distinct", Arguments: [QlExpression.Reference field] } when call.Function == "count" => field,
        _ => null,
    };

    private static void CheckCount(QlExpression.Call call, int least, int most)
    {
        if (call.Arguments.Count < least || call.Arguments.Count > most)
            throw new QlException($"invalid number of arguments for {call.Function}, expected {(least == most ? $"{least}" : $"at least {least} but no more than {most}")}, got {call.Arguments.Count}");
    }

    private static IEnumerable<QlColumn> Expand(QlColumn column, IReadOnlyList<InfluxSeries> series, IReadOnlySet<string> grouped)
    {
        switch (column.Expression)
        {
            case QlExpression.Wildcard wildcard:
                return NamesIn(series, grouped, wildcard.Cast, _ => true).Select(one => new QlColumn(one, null));
            case QlExpression.Pattern pattern:
                return NamesIn(series, grouped, null, pattern.Regex.IsMatch).Select(one => new QlColumn(one, null));
            case QlExpression.Call { Arguments: [QlExpression.Wildcard or QlExpression.Pattern, ..] } call:
                var regex = (call.Arguments[0] as QlExpression.Pattern)?.Regex;
                return NamesIn(series, grouped, "field", name => regex?.IsMatch(name) != false).Where(field => Fits(call.Function, field, series)).Select(field =>
                    new QlColumn(call with { Arguments = [field, .. call.Arguments.Skip(1)] }, $"{column.Alias ?? call.Function}_{field.Name}"));
            default:
                return column.Expression is QlExpression.Reference { Name: "time" } ? [] : [column];
        }
    }

    // Of texts and booleans there is no sum.
    private static bool Fits(string function, QlExpression.Reference field, IReadOnlyList<InfluxSeries> series) =>
        QlFunctions.TakesAll(function)
        || series.Any(one => one.FieldOf(field) is { Type: SignalType.Double or SignalType.Integer });

    private static IEnumerable<QlExpression.Reference> NamesIn(
        IReadOnlyList<InfluxSeries> series, IReadOnlySet<string> grouped, string? cast, Func<string, bool> isWanted)
    {
        var fields = cast == "tag" ? [] : series.SelectMany(one => one.Fields.Keys).Distinct().Select(name => new QlExpression.Reference(name, "field"));
        var tags = cast == "field" ? [] : series.SelectMany(one => one.Tags).Select(tag => tag.Key).Distinct().Where(key => !grouped.Contains(key)).Select(name => new QlExpression.Reference(name, "tag"));
        return fields.Concat(tags).Where(one => isWanted(one.Name)).OrderBy(one => one.Name, StringComparer.Ordinal);
    }

    private static string[] NamesOf(IReadOnlyList<QlColumn> columns)
    {
        var (names, used) = (new string[columns.Count], new Dictionary<string, int>());
        for (var index = 0; index < names.Length; index++)
        {
            var name = columns[index].Alias ?? NameOf(columns[index].Expression);
            var count = used.GetValueOrDefault(name);
            used[name] = count + 1;
            names[index] = count == 0 ? name : $"{name}_{count}";
        }
        return names;
    }

    private static string NameOf(QlExpression expression) => expression switch
    {
        QlExpression.Reference reference => reference.Name,
        QlExpression.Call call => call.Function,
        QlExpression.Binary => string.Join('_', WordsOf(expression)),
        _ => "",
    };

    private static IEnumerable<string> WordsOf(QlExpression expression) => expression switch
    {
        QlExpression.Binary binary => WordsOf(binary.Left).Concat(WordsOf(binary.Right)),
        QlExpression.Reference or QlExpression.Call => [NameOf(expression)],
        _ => [],
    };
}
