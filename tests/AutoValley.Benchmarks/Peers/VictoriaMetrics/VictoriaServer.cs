using System.Globalization;
using System.Text.Json;
using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.VictoriaMetrics;

/// <summary>A VictoriaMetrics process on loopback with a folder of its own.</summary>
internal sealed class VictoriaServer : IAsyncDisposable
{
    private const string Help = "install Debian's package: tests/AutoValley.Benchmarks/peers";

    private const int QuietHalfSeconds = 3;

    private readonly string folder;

    private VictoriaServer(PeerProcess process, HttpPeer http, string folder) => (Process, Http, this.folder) = (process, http, folder);

    public PeerProcess Process { get; }

    public HttpPeer Http { get; }

    /// <summary>Samples and index, without caches.</summary>
    public long DiskBytes => DiskUse.Of(Path.Combine(folder, "data"), Path.Combine(folder, "indexdb"));

    /// <summary>Starts one. Its defaults suit: memory, concurrency and merges scale with the machine. Retention must cover the recordings,
    /// and limits of a query this benchmark's samples.</summary>
    public static async Task<VictoriaServer> StartAsync(string folder, CancellationToken cancellation, params string[] more)
    {
        var port = FreePort.Take();
        var process = PeerProcess.Start(
            "victoria-metrics",
            [
                $"-storageDataPath={folder}", $"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=100y", "-loggerLevel=ERROR",
                "-search.maxSamplesPerSeries=2000000000", "-search.maxSamplesPerQuery=4000000000", "-search.maxPointsPerTimeseries=10000000",
                "-search.maxUniqueTimeseries=10000000", "-search.maxExportSeries=10000000", "-search.maxQueryDuration=10m",
                "-search.latencyOffset=0s", "-search.maxExportDuration=1h", .. more,
            ],
            Help);
        var http = new HttpPeer("VictoriaMetrics", port);
        await process.OrEndAsync(http.ReadyAsync("health", cancellation));
        return new VictoriaServer(process, http, folder);
    }

    /// <summary>Asks it to make everything visible. Rows that another of its threads is just taking over may become so a moment later.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        await using var _ = await Http.GetAsync("internal/force_flush", cancellation);
    }

    /// <summary>Waits until so many samples are in answers.</summary>
    public async Task CompleteAsync(DataSet data, CancellationToken cancellation)
    {
        while ((await InstantAsync("count_over_time", data, cancellation)).Values.Sum() < data.SampleCount)
            await FlushAsync(cancellation);
    }

    /// <summary>Merges until no part can be merged any more.</summary>
    public async Task MergeAsync(CancellationToken cancellation)
    {
        await using (await Http.GetAsync("internal/force_merge", cancellation))
        {
            // It answers at once; the merge runs behind.
        }
        await Quiet.WaitAsync(Process, () => DiskBytes, QuietHalfSeconds, cancellation);
    }

    /// <summary>A time as it reads them: by way of a double, and cut off to milliseconds, so that half of one more keeps them exact.</summary>
    public static string Seconds(long millis) => ((millis + 0.5m) / 1000m).ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>Instant queries over the whole range, a function at a time.</summary>
    public async Task<Dictionary<SeriesKey, SeriesFacts>> GetFactsAsync(DataSet data, CancellationToken cancellation)
    {
        var counts = await InstantAsync("count_over_time", data, cancellation);
        var sums = await InstantAsync("sum_over_time", data, cancellation);
        var minima = await InstantAsync("min_over_time", data, cancellation);
        var maxima = await InstantAsync("max_over_time", data, cancellation);
        return counts.Keys.ToDictionary(key => key, key => new SeriesFacts((long)counts[key], sums[key], minima[key], maxima[key]));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Process.DisposeAsync();
    }

    private async Task<Dictionary<SeriesKey, double>> InstantAsync(string function, DataSet data, CancellationToken cancellation)
    {
        // The window ends at the query's time, inclusive, and begins after its start.
        var end = (data.Range.To / 1_000_000) - 1;
        var window = ((data.Range.To - data.Range.From) / 1_000_000) + 1;
        var query = $$"""{{function}}({vehicle!=""}[{{window}}ms]) keep_metric_names""";
        await using var body = await Http.PostFormAsync("api/v1/query?nocache=1", [new("query", query), new("time", Seconds(end))], cancellation);
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        var found = new Dictionary<SeriesKey, double>();
        foreach (var result in json.RootElement.GetProperty("data").GetProperty("result").EnumerateArray())
        {
            var metric = result.GetProperty("metric");
            var key = new SeriesKey(metric.GetProperty("vehicle").GetString()!, metric.GetProperty("__name__").GetString()!);
            found.Add(key, double.Parse(result.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture));
        }
        return found;
    }
}
