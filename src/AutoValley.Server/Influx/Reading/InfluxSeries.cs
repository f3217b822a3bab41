using AutoValley.Server.Influx.Ql;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

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
    public string Key { get; } = LineEscapes.SeriesText(Measurement, Tags);

    /// <summary>A tag's value; null when it has none of that name.</summary>
    public string? FindTag(string key) => FindIn(Tags, key) ?? FindIn(Aliases, key);

    /// <summary>
    /// The series of the field that a reference means; null when it means a tag, or nothing that is there. <c>name::tag</c> is a tag and <c>name::field</c> a field, also one of
    /// a type; without that a name is a tag where there is one. Of a field of several types it is the type asked for, or else the first of float, integer, text and boolean.
    /// </summary>
    public Series? FieldOf(QlExpression.Reference reference)
    {
        if (IsTag(reference) || !Fields.TryGetValue(reference.Name, out var all))
            return null;
        SignalType[] wanted = reference.Cast switch
        {
            "float" => [SignalType.Double],
            "integer" => [SignalType.Integer],
            "string" => [SignalType.Text],
            "boolean" => [SignalType.Boolean],
            _ => [SignalType.Double, SignalType.Integer, SignalType.Text, SignalType.Boolean],
        };
        return wanted.Select(type => all.Find(one => one.Type == type)).FirstOrDefault(one => one is not null);
    }

    /// <summary>The value of the tag that a reference means; null when it means a field, or nothing that is there.</summary>
    public string? TagOf(QlExpression.Reference reference) => IsTag(reference) ? FindTag(reference.Name) : null;

    /// <summary>Whether an expression needs a field of this series.</summary>
    public bool HasFieldOf(QlExpression? expression) => expression?.All.OfType<QlExpression.Reference>().Any(one => FieldOf(one) is not null) == true;

    /// <summary>Whether what is said of tags holds; a tag that is not there is empty, a field that is not there has no value.</summary>
    public bool Matches(QlExpression? condition) => condition is null || QlValues.Holds(
        condition, one => one is QlExpression.Reference { Cast: null or "tag" } tag ? SampleValue.Of(TagOf(tag) ?? "") : null);

    private bool IsTag(QlExpression.Reference reference) => reference.Cast == "tag" || (reference.Cast is null && FindTag(reference.Name) is not null);

    private static string? FindIn(IReadOnlyList<(string Key, string Value)> tags, string key)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == key)
                return tag.Value;
        }
        return null;
    }
}
