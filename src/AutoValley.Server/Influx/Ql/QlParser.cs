using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Ql;

/// <summary>
/// Reads the part of InfluxQL that is spoken here. Source: InfluxData, "Influx Query Language (InfluxQL) reference" of 1.8. What is not spoken is
/// refused by its name.
/// </summary>
internal sealed class QlParser
{
    private readonly QlWords words;
    private readonly QlExpressionParser expressions;

    private QlParser(QlWords words) => (this.words, expressions) = (words, new QlExpressionParser(words));

    /// <summary>Reads statements with semicolons between.</summary>
    /// <exception cref="QlException">They are none, or not spoken.</exception>
    public static IReadOnlyList<QlStatement> Read(string text, int maximum)
    {
        var parser = new QlParser(new QlWords(text));
        List<QlStatement> statements = [];
        while (true)
        {
            while (parser.words.TryTakeSymbol(";"))
            {
            }
            if (parser.words.Next.Kind == QlTokenKind.End)
                return statements;
            if (statements.Count == maximum)
                throw new QlException($"error parsing query: more than {maximum} statements (InfluxApi:MaximumStatements)");
            statements.Add(parser.ReadStatement());
            if (parser.words.Next.Kind != QlTokenKind.End && !parser.words.Next.IsSymbol(";"))
                throw QlException.Expected(parser.words.Next, "; or the end");
        }
    }

    private QlStatement ReadStatement()
    {
        var first = words.Next;
        if (words.TryTake("SELECT"))
            return ReadSelect();
        if (words.TryTake("SHOW"))
            return new QlShowParser(words, expressions).Read();
        if (words.TryTake("CREATE") && words.Next.Is("DATABASE"))
        {
            words.Take();
            var name = words.TakeName();
            // WITH DURATION … REPLICATION … SHARD DURATION … NAME …: retention is the store's own.
            while (words.Next.Kind != QlTokenKind.End && !words.Next.IsSymbol(";"))
                words.Take();
            return new QlStatement.CreateDatabase(name);
        }
        throw first.Kind == QlTokenKind.Word ? QlException.NotSpoken(first, first.Text.ToUpperInvariant()) : QlException.Expected(first, "SELECT, SHOW, CREATE DATABASE");
    }

    private QlStatement.Select ReadSelect()
    {
        List<QlColumn> columns = [];
        do
            columns.Add(ReadColumn());
        while (words.TryTakeSymbol(","));
        if (words.Next.Is("INTO"))
            throw QlException.NotSpoken(words.Next, "INTO");
        words.Expect("FROM");
        var sources = ReadSources(words);
        var where = words.TryTake("WHERE") ? expressions.Read() : null;
        var grouping = ReadGrouping();
        var isDescending = ReadOrder();
        var paging = ReadPaging(words);
        ReadTimeZone();
        return new QlStatement.Select(columns, sources) { Where = where, Grouping = grouping, IsDescending = isDescending, Paging = paging };
    }

    private QlColumn ReadColumn()
    {
        var expression = expressions.Read();
        return new QlColumn(expression, words.TryTake("AS") ? words.TakeName() : null);
    }

    /// <summary>Reads measurements behind <c>FROM</c>.</summary>
    internal static IReadOnlyList<QlSource> ReadSources(QlWords words)
    {
        List<QlSource> sources = [];
        do
            sources.Add(ReadSource(words));
        while (words.TryTakeSymbol(","));
        return sources;
    }

    // measurement, "policy"."measurement", "database"."policy"."measurement", "database".."measurement"
    private static QlSource ReadSource(QlWords words)
    {
        if (words.Next.IsSymbol("("))
            throw QlException.NotSpoken(words.Next, "a subquery");
        if (words.IsAtRegex)
            return new QlSource(null, words.TakeRegex());
        List<string> parts = [words.TakeName()];
        while (words.TryTakeSymbol("."))
        {
            if (words.IsAtRegex)
                return new QlSource(null, words.TakeRegex(), parts.Count > 1 ? parts[0] : null);
            parts.Add(words.Next.IsSymbol(".") ? "" : words.TakeName());
        }
        return parts.Count <= 3 ? new QlSource(parts[^1], null, parts.Count == 3 ? parts[0] : null) : throw QlException.Expected(words.Next, "a measurement of at most three parts");
    }

    private QlGrouping ReadGrouping()
    {
        var grouping = new QlGrouping();
        if (words.TryTake("GROUP"))
        {
            words.Expect("BY");
            List<QlExpression> tags = [];
            do
            {
                var dimension = expressions.Read();
                if (dimension is QlExpression.Call call)
                    grouping = ToTime(grouping, call);
                else
                    tags.Add(dimension is QlExpression.Reference or QlExpression.Pattern or QlExpression.Wildcard ? dimension : throw QlException.NotSpoken(words.Next, "grouping by that"));
            }
            while (words.TryTakeSymbol(","));
            grouping = grouping with { Tags = tags };
        }
        return words.TryTake("FILL") ? ReadFill(grouping) : grouping;
    }

    private static QlGrouping ToTime(QlGrouping grouping, QlExpression.Call call) =>
        call is { Function: "time", Arguments: [QlExpression.Duration { Nanos: > 0 } every, ..] } && call.Arguments.Count <= 2 && grouping.Every is null
        && (call.Arguments.Count == 1 || call.Arguments[1] is QlExpression.Duration)
            ? grouping with { Every = every.Nanos, Offset = call.Arguments.Count == 2 ? ((QlExpression.Duration)call.Arguments[1]).Nanos : 0 }
            : throw new QlException("error parsing query: time dimension is time(interval) or time(interval, offset), once");

    private QlGrouping ReadFill(QlGrouping grouping)
    {
        words.ExpectSymbol("(");
        var isNegative = words.TryTakeSymbol("-");
        var option = words.Take();
        words.ExpectSymbol(")");
        var fill = option.Text.ToLowerInvariant() switch
        {
            "null" => QlFill.Null,
            "none" => QlFill.None,
            "previous" => QlFill.Previous,
            "linear" => QlFill.Linear,
            _ when option.Kind is QlTokenKind.Integer or QlTokenKind.Number => QlFill.Number,
            _ => throw QlException.Expected(option, "null, none, previous, linear or a number"),
        };
        var number = fill == QlFill.Number ? double.Parse(option.Text, System.Globalization.CultureInfo.InvariantCulture) : 0;
        return grouping with { Fill = fill, FillNumber = isNegative ? -number : number };
    }

    private bool ReadOrder()
    {
        if (!words.TryTake("ORDER"))
            return false;
        words.Expect("BY");
        var by = words.Take();
        if (!by.Text.Equals("time", StringComparison.OrdinalIgnoreCase))
            throw new QlException("error parsing query: only ORDER BY time supported at this time");
        return words.TryTake("DESC") || (words.TryTake("ASC") && false);
    }

    /// <summary>Reads <c>LIMIT</c>, <c>OFFSET</c>, <c>SLIMIT</c> and <c>SOFFSET</c>.</summary>
    internal static QlPaging ReadPaging(QlWords words)
    {
        long Read(string word) => words.TryTake(word) ? words.TakeWhole() : 0;
        return new QlPaging(Read("LIMIT"), Read("OFFSET"), Read("SLIMIT"), Read("SOFFSET"));
    }

    private void ReadTimeZone()
    {
        if (!words.Next.Is("TZ"))
            return;
        var at = words.Take();
        words.ExpectSymbol("(");
        if (words.Take() is not { Kind: QlTokenKind.Text, Text: "UTC" })
            throw QlException.NotSpoken(at, "a time zone other than tz('UTC')");
        words.ExpectSymbol(")");
    }
}
