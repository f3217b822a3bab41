namespace AutoValley.Server.Influx.Reading;

/// <summary>Series that the answer has as one.</summary>
/// <param name="Measurement">Of all.</param>
/// <param name="Tags">By which they are grouped, by key; empty where one has none.</param>
/// <param name="Series">In order of their keys.</param>
internal sealed record SeriesGroup(string Measurement, IReadOnlyList<(string Key, string Value)> Tags, IReadOnlyList<InfluxSeries> Series)
{
    /// <summary>Groups in order of measurement and tags.</summary>
    public static IReadOnlyList<SeriesGroup> Of(IReadOnlyList<InfluxSeries> series, IReadOnlyList<string> keys)
    {
        var sorted = keys.Order(StringComparer.Ordinal).ToArray();
        return
        [
            .. series.GroupBy(one => (one.Measurement, Tags: string.Join('\0', sorted.Select(key => one.FindTag(key) ?? ""))))
                .OrderBy(group => group.Key.Measurement, StringComparer.Ordinal).ThenBy(group => group.Key.Tags, StringComparer.Ordinal)
                .Select(group => new SeriesGroup(group.Key.Measurement, [.. sorted.Select(key => (key, group.First().FindTag(key) ?? ""))], [.. group])),
        ];
    }
}
