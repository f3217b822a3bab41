namespace AutoValley.Server.Influx.Writing;

/// <summary>Where a signal is in InfluxDB's words.</summary>
/// <param name="Measurement">As it is.</param>
/// <param name="Field">As it is.</param>
/// <param name="Tags">Beside the vehicle's, by key.</param>
internal sealed record SignalPlace(string Measurement, string Field, IReadOnlyList<(string Key, string Value)> Tags)
{
    /// <summary>The same for the same tags alone: no line can have a line break in one.</summary>
    public string TagsKey { get; } = string.Join('\n', Tags.SelectMany(tag => new[] { tag.Key, tag.Value }));
}
