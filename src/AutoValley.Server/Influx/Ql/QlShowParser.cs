namespace AutoValley.Server.Influx.Ql;

/// <summary>Reads what stands behind <c>SHOW</c>.</summary>
internal sealed class QlShowParser(QlWords words, QlExpressionParser expressions)
{
    /// <exception cref="QlException">Nothing of it can be shown.</exception>
    public QlStatement.Show Read()
    {
        var first = words.Take();
        var what = first.Text.ToUpperInvariant() switch
        {
            "DATABASES" => QlShown.Databases,
            "MEASUREMENTS" => QlShown.Measurements,
            "SERIES" when !words.Next.Is("CARDINALITY") && !words.Next.Is("EXACT") => QlShown.Series,
            "FIELD" when words.TryTake("KEYS") => QlShown.FieldKeys,
            "TAG" when words.TryTake("KEYS") => QlShown.TagKeys,
            "TAG" when words.TryTake("VALUES") => QlShown.TagValues,
            "RETENTION" when words.TryTake("POLICIES") => QlShown.RetentionPolicies,
            _ when words.Next.Kind == QlTokenKind.End && first.Text.ToUpperInvariant() is "EOF" or "TAG" or "FIELD" or "RETENTION" =>
                throw QlException.Expected(words.Next, "DATABASES, FIELD KEYS, MEASUREMENTS, RETENTION POLICIES, SERIES, TAG KEYS, TAG VALUES"),
            _ => throw QlException.NotSpoken(first, $"SHOW {first.Text.ToUpperInvariant()}{(words.Next.Kind == QlTokenKind.Word ? $" {words.Next.Text.ToUpperInvariant()}" : "")}"),
        };
        var database = words.TryTake("ON") ? words.TakeName() : null;
        // Of measurements WITH stands for FROM; of values of tags it stands behind it.
        var with = what == QlShown.Measurements && words.TryTake("WITH") ? ReadWith("MEASUREMENT") : null;
        var sources = words.TryTake("FROM") ? QlParser.ReadSources(words) : [];
        if (what == QlShown.TagValues)
            words.Expect("WITH");
        with ??= what == QlShown.TagValues ? ReadWith("KEY") : null;
        var where = words.TryTake("WHERE") ? expressions.Read() : null;
        if (words.TryTake("ORDER"))
            throw QlException.NotSpoken(words.Next, "ORDER BY of what is shown");
        return new QlStatement.Show(what) { Database = database, Sources = sources, With = with, Where = where, Paging = QlParser.ReadPaging(words) };
    }

    // = name, != name, =~ /pattern/, !~ /pattern/, IN (name, name)
    private Func<string, bool> ReadWith(string word)
    {
        words.Expect(word);
        if (words.TryTake("IN"))
        {
            words.ExpectSymbol("(");
            List<string> names = [words.TakeName()];
            while (words.TryTakeSymbol(","))
                names.Add(words.TakeName());
            words.ExpectSymbol(")");
            return names.Contains;
        }
        var comparison = words.Take();
        switch (comparison.Text)
        {
            case "=" or "!=":
                var name = words.TakeName();
                return other => other == name == (comparison.Text == "=");
            case "=~" or "!~":
                var regex = words.TakeRegex();
                return other => regex.IsMatch(other) == (comparison.Text == "=~");
            default:
                throw QlException.Expected(comparison, "=, !=, =~, !~, IN");
        }
    }
}
