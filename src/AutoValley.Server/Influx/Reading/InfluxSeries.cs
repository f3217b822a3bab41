using AutoValley.Server.Influx.Ql;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>What InfluxDB calls a series: fields of a vehicle with the same measurement and tags.</summary>
/// <param name="Measurement">As it is.</param>
/// <param name="Vehicle">Whose.</param>
/// <param name="Tags">All, by key.</param>
internal sealed record InfluxSeries(string Measurement, Vehicle Vehicle, IReadOnlyList<(string Key, string Value)> Tags)
{
    /// <summary>Tags that are understood and not shown: other names of those that are.</summary>
    public IReadOnlyList<(string Key, string Value)> Aliases { get; init; } = [];

    /// <summary>By name; a field whose type changed has several series.</summary>
    public SortedDictionary<string, List<Series>> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>As InfluxDB writes it, escaped: <c>cpu,vehicle=a</c>.</summary>
    public string Key => Escape(Measurement, ", ") + string.Concat(Tags.Select(tag => $",{Escape(tag.Key, ",= ")}={Escape(tag.Value, ",= ")}"));

    /// <summary>A tag's value; null when it has none of that name.</summary>
    public string? FindTag(string key) => FindIn(Tags, key) ?? FindIn(Aliases, key);

    /// <summary>The series of a field: of the type asked for, or else of those there are the first of float, integer, text and boolean.</summary>
    public Series? FindField(string name, string? cast)
    {
        if (!Fields.TryGetValue(name, out var all))
            return null;
        SignalType[] wanted = cast switch
        {
            "float" => [SignalType.Double],
            "integer" => [SignalType.Integer],
            "string" => [SignalType.Text],
            "boolean" => [SignalType.Boolean],
            "tag" => [],
            _ => [SignalType.Double, SignalType.Integer, SignalType.Text, SignalType.Boolean],
        };
        return wanted.Select(type => all.Find(one => one.Type == type)).FirstOrDefault(one => one is not null);
    }

    /// <summary>Whether an expression needs a field of this series.</summary>
    public bool HasFieldOf(QlExpression? expression) =>
        expression?.All.OfType<QlExpression.Reference>().Any(one => FindTag(one.Name) is null && Fields.ContainsKey(one.Name)) == true;

    /// <summary>Whether what is said of tags holds; a tag that is not there is empty.</summary>
    public bool Matches(QlExpression? condition) =>
        condition is null || QlValues.Holds(condition, one => one is QlExpression.Reference tag ? SampleValue.Of(FindTag(tag.Name) ?? "") : null);

    private static string? FindIn(IReadOnlyList<(string Key, string Value)> tags, string key)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == key)
                return tag.Value;
        }
        return null;
    }

    private static string Escape(string text, string escaped) => string.Concat(text.Select(one => escaped.Contains(one) ? $"\\{one}" : $"{one}"));
}
