using System.Net;
using System.Text.Json;

namespace AutoValley.Storage.Influx;

/// <summary>Who answers, and under which paths.</summary>
/// <param name="Dialect">What it speaks; not <see cref="InfluxDialect.Auto"/>.</param>
/// <param name="Version">As it says itself; empty where the dialect was set by hand.</param>
/// <param name="WritePath">For lines, with its parameters.</param>
/// <param name="QueryPath">For InfluxQL, with its parameters.</param>
internal sealed record InfluxServer(InfluxDialect Dialect, string Version, string WritePath, string QueryPath)
{
    /// <summary>Finds out.</summary>
    /// <exception cref="InfluxRefusedException">It cannot be told from what it answers.</exception>
    public static async Task<InfluxServer> FindAsync(HttpClient http, InfluxStoreOptions options, CancellationToken cancellation)
    {
        if (options.Dialect != InfluxDialect.Auto)
            return Of(options.Dialect, "", options);
        var version = await VersionAsync(http, "ping", cancellation) ?? await VersionAsync(http, "health", cancellation) ?? "";
        // v2.7.1, 2.7.1, 1.6.7~rc0, 3.1.0
        return version.TrimStart('v') switch
        {
            ['1', '.', ..] => Of(InfluxDialect.V1, version, options),
            ['2', '.', ..] => Of(InfluxDialect.V2, version, options),
            ['3', '.', ..] => Of(InfluxDialect.V3, version, options),
            _ => throw new InfluxRefusedException(
                $"does not say on /ping or /health which version it is ('{version}'); Influx:Dialect sets what it speaks to v1, v2 or v3"),
        };
    }

    // In a header, or in the JSON of the body; null where it is in neither.
    private static async Task<string?> VersionAsync(HttpClient http, string path, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        if (response.Headers.TryGetValues("X-Influxdb-Version", out var versions) && versions.FirstOrDefault() is { Length: > 0 } version)
            return version;
        if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != "application/json")
            return null;
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("version", out var told) ? told.GetString() : null;
    }

    private static InfluxServer Of(InfluxDialect dialect, string version, InfluxStoreOptions options)
    {
        var database = options.QueryDatabase(dialect);
        var write = dialect == InfluxDialect.V1
            ? $"write?db={Uri.EscapeDataString(database)}&precision=ns"
              + (options.RetentionPolicy.Length > 0 ? $"&rp={Uri.EscapeDataString(options.RetentionPolicy)}" : "")
            : $"api/v2/write?org={Uri.EscapeDataString(options.Org)}&bucket={Uri.EscapeDataString(database)}&precision=ns";
        return new InfluxServer(dialect, version, write, $"query?db={Uri.EscapeDataString(database)}&epoch=ns&chunked=true");
    }
}
