using System.Globalization;
using System.Text.Json;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.Influx;

/// <summary>An InfluxDB 1.6 process on loopback with a folder of its own.</summary>
internal sealed class InfluxServer : IAsyncDisposable
{
    private const string Help = "install Debian's package: tests/AutoValley.Benchmarks/peers";

    // Longer than the pauses before it writes its cache and compacts, which the configuration sets.
    private const int QuietHalfSeconds = 12;

    private readonly string folder;

    private InfluxServer(PeerProcess process, HttpPeer http, int port, string folder) => (Process, Http, Port, this.folder) = (process, http, port, folder);

    public PeerProcess Process { get; }

    public HttpPeer Http { get; }

    public int Port { get; }

    /// <summary>Shards, index and log.</summary>
    public long DiskBytes => DiskUse.Of(Path.Combine(folder, "data"), Path.Combine(folder, "wal"));

    /// <summary>Starts one: index tsi1; shards of 30 days, so that a recording is in one; a cache that is not the limit; no query limits;
    /// compactions that begin soon after the last write.</summary>
    public static async Task<InfluxServer> StartAsync(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var port = FreePort.Take();
        var file = Path.Combine(folder, "influxdb.conf");
        await File.WriteAllTextAsync(file, Configuration(folder, port), cancellation);
        var process = PeerProcess.Start("influxd", ["run", "-config", file], Help);
        var http = new HttpPeer("InfluxDB", port);
        await process.OrEndAsync(http.ReadyAsync("ping", cancellation));
        var server = new InfluxServer(process, http, port, folder);
        using var _ = await server.QueryAsync("CREATE DATABASE bench WITH DURATION INF SHARD DURATION 30d", cancellation);
        return server;
    }

    /// <summary>Asks in InfluxQL; times are milliseconds.</summary>
    public async Task<JsonDocument> QueryAsync(string query, CancellationToken cancellation)
    {
        await using var body = await Http.PostFormAsync("query?db=bench&epoch=ms", [new("q", query)], cancellation);
        var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        return json.RootElement.GetProperty("results")[0].TryGetProperty("error", out var error)
            ? throw new BenchmarkException($"InfluxDB: {error.GetString()}")
            : json;
    }

    /// <summary>Samples of all fields that are numbers, texts or truth values.</summary>
    public async Task<long> CountAsync(CancellationToken cancellation)
    {
        using var json = await QueryAsync("SELECT count(*) FROM telemetry", cancellation);
        if (!json.RootElement.GetProperty("results")[0].TryGetProperty("series", out var series))
            return 0;
        // The first column is the time.
        return series[0].GetProperty("values")[0].EnumerateArray().Skip(1).Sum(count => count.GetInt64());
    }

    /// <summary>Asks for rows as CSV, which is smaller than JSON; sent in parts as they are found.</summary>
    public Task<Stream> CsvAsync(string query, CancellationToken cancellation) => Http.GetAsync(
        $"query?db=bench&epoch=ms&chunked=true&q={Uri.EscapeDataString(query)}", cancellation, "application/csv");

    /// <summary>Waits until the cache is written and the shards are compacted.</summary>
    public Task CompactAsync(CancellationToken cancellation) => Quiet.WaitAsync(Process, () => DiskBytes, QuietHalfSeconds, cancellation);

    /// <summary>One query a vehicle over all its fields.</summary>
    public Task<Dictionary<SeriesKey, SeriesFacts>> GetFactsAsync(DataSet data, CancellationToken cancellation) =>
        InfluxFacts.GetAsync(data, question => QueryAsync(question, cancellation));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Process.DisposeAsync();
    }

    private static string Configuration(string folder, int port) => string.Create(CultureInfo.InvariantCulture, $$"""
        reporting-disabled = true
        bind-address = "127.0.0.1:{{FreePort.Take()}}"
        [meta]
          dir = "{{folder}}/meta"
        [data]
          dir = "{{folder}}/data"
          wal-dir = "{{folder}}/wal"
          index-version = "tsi1"
          cache-max-memory-size = "8g"
          cache-snapshot-write-cold-duration = "2s"
          compact-full-write-cold-duration = "4s"
          max-values-per-tag = 0
          max-series-per-database = 0
          query-log-enabled = false
        [coordinator]
          write-timeout = "600s"
        [monitor]
          store-enabled = false
        [http]
          bind-address = "127.0.0.1:{{port}}"
          log-enabled = false
          max-body-size = 0
          max-row-limit = 0
        [logging]
          level = "error"
        """);
}
