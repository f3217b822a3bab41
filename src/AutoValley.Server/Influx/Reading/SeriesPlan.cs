namespace AutoValley.Server.Influx.Reading;

/// <summary>A series of an answer that is read when it is written.</summary>
/// <param name="Name">Its measurement; null for none.</param>
/// <param name="Tags">Those it is grouped by.</param>
/// <param name="Columns">Names; the first is the time's where rows have one.</param>
/// <param name="Rows">Reads them, some at a time.</param>
internal sealed record SeriesPlan(
    string? Name, IReadOnlyList<(string Key, string Value)> Tags, IReadOnlyList<string> Columns, Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<QlRow>>> Rows)
{
    /// <summary>Whether the first column is the rows' time.</summary>
    public bool HasTime { get; init; } = true;
}
