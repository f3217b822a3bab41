using AutoValley.Server.Influx.Ql;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Answers <c>SHOW …</c> from the catalogue.</summary>
internal sealed class ShowQuery(InfluxModel model)
{
    /// <summary>The series of the answer.</summary>
    /// <param name="show">The statement.</param>
    /// <param name="database">Of the request.</param>
    public IReadOnlyList<SeriesPlan> Plan(QlStatement.Show show, string database) => show.What switch
    {
        QlShown.Databases => [Table("databases", ["name"], model.Databases.Select(name => Row(name)), show.Paging)],
        QlShown.RetentionPolicies => [Table(
            null, ["name", "duration", "shardGroupDuration", "replicaN", "default"],
            [new QlRow(0, [SampleValue.Of("autogen"), SampleValue.Of("0s"), SampleValue.Of("24h0m0s"), SampleValue.Of(1L), SampleValue.Of(true)])], show.Paging)],
        QlShown.Measurements => [Table("measurements", ["name"], Find(show, database).Select(one => one.Measurement).Distinct().Select(name => Row(name)), show.Paging)],
        QlShown.Series => [Table(null, ["key"], Find(show, database).Select(one => Row(one.Key)), show.Paging)],
        QlShown.FieldKeys => EachMeasurement(show, database, ["fieldKey", "fieldType"], FieldsOf),
        QlShown.TagKeys => EachMeasurement(show, database, ["tagKey"], all => TagsOf(all).Select(tag => tag.Key).Distinct().Select(key => Row(key))),
        _ => EachMeasurement(show, database, ["key", "value"], all => ValuesOf(all, show.With!)),
    };

    private SeriesPlan[] EachMeasurement(
        QlStatement.Show show, string database, string[] columns, Func<IEnumerable<InfluxSeries>, IEnumerable<QlRow>> rows) =>
        [.. Find(show, database).GroupBy(one => one.Measurement).Select(group => Table(group.Key, columns, rows(group), show.Paging))];

    // By measurement; what is said of time is as good as nothing, as everything is always there.
    private IEnumerable<InfluxSeries> Find(QlStatement.Show show, string database)
    {
        var where = QlTimes.Split(show.Where, 0).Rest;
        var sources = show.Sources.GroupBy(source => source.Database ?? database).Select(group => (Database: group.Key, Sources: group.ToArray())).ToArray();
        if (sources.Length == 0)
            sources = [(database, [])];
        return sources.SelectMany(one => model.Find(
                one.Database,
                name => (one.Sources.Length == 0 || one.Sources.Any(source => source.Matches(name))) && (show.What != QlShown.Measurements || show.With?.Invoke(name) != false)))
            .Where(one => one.Matches(where)).OrderBy(one => one.Measurement, StringComparer.Ordinal);
    }

    private static IEnumerable<QlRow> FieldsOf(IEnumerable<InfluxSeries> all) =>
        all.SelectMany(one => one.Fields).SelectMany(field => field.Value.Select(series => (field.Key, Type: NameOf(series.Type)))).Distinct()
            .OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => Row(field.Key, field.Type));

    private static IEnumerable<(string Key, string Value)> TagsOf(IEnumerable<InfluxSeries> all) =>
        all.SelectMany(one => one.Tags).Distinct().OrderBy(tag => tag.Key, StringComparer.Ordinal).ThenBy(tag => tag.Value, StringComparer.Ordinal);

    // Also by the other names of the vehicle's tag, which are understood wherever one is asked for by its name.
    private static IEnumerable<QlRow> ValuesOf(IEnumerable<InfluxSeries> all, Func<string, bool> isWanted)
    {
        var series = all.ToArray();
        var tags = TagsOf(series).Where(tag => isWanted(tag.Key)).ToArray();
        if (tags.Length == 0)
            tags = [.. series.SelectMany(one => one.Aliases).Where(tag => isWanted(tag.Key)).Distinct().Order()];
        return tags.Select(tag => Row(tag.Key, tag.Value));
    }

    private static string NameOf(SignalType type) => type switch
    {
        SignalType.Double => "float",
        SignalType.Integer => "integer",
        SignalType.Boolean => "boolean",
        _ => "string",
    };

    private static QlRow Row(params string[] cells) => new(0, [.. cells.Select(cell => (SampleValue?)SampleValue.Of(cell))]);

    private static SeriesPlan Table(string? name, string[] columns, IEnumerable<QlRow> rows, QlPaging paging)
    {
        var cut = rows.Skip((int)Math.Min(paging.Offset, int.MaxValue)).Take(paging.Limit == 0 ? int.MaxValue : (int)Math.Min(paging.Limit, int.MaxValue)).ToArray();
        return new SeriesPlan(name, [], columns, _ => One(cut)) { HasTime = false };
    }

    private static async IAsyncEnumerable<IReadOnlyList<QlRow>> One(IReadOnlyList<QlRow> rows)
    {
        await Task.CompletedTask;
        yield return rows;
    }
}
