using System.Text.Json;

namespace AutoValley.EndToEnd.Compose;

/// <summary>The queries of Grafana's dashboard, as its data source sends them when a person opened it.</summary>
internal static class GrafanaDashboard
{
    /// <summary>By panel and variable, with all vehicles chosen and the last quarter of an hour.</summary>
    public static IReadOnlyList<(string Title, string Query)> Queries()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(ComposeFile.In("grafana/dashboards/ground.json")));
        var panels = document.RootElement.GetProperty("panels").EnumerateArray().SelectMany(panel =>
            panel.GetProperty("targets").EnumerateArray().Select(target => (panel.GetProperty("title").GetString()!, target.GetProperty("query").GetString()!)));
        var variables = document.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Where(variable => variable.GetProperty("type").GetString() == "query").Select(variable => (variable.GetProperty("name").GetString()!, variable.GetProperty("query").GetString()!));
        return [.. panels.Concat(variables).Select(one => (one.Item1, Fill(one.Item2)))];
    }

    private static string Fill(string query) => query
        .Replace("$timeFilter", "time >= now() - 15m and time <= now()", StringComparison.Ordinal)
        .Replace("$__interval", "1s", StringComparison.Ordinal)
        .Replace("$organisation", "(.*)", StringComparison.Ordinal)
        .Replace("$vehicle", "(.*)", StringComparison.Ordinal);
}
