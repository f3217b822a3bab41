using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.DuckDb;

/// <summary>DuckDB by its appender, whole vectors at a time, ordered by series and time: the order that compresses best.</summary>
internal sealed class DuckStore : IStorePeer
{
    private string folder = "";
    private IReadOnlyList<SeriesKey> keys = [];
    private DuckProcess? duck;

    public string Name => "DuckDB 1.5 appender, sorted";

    public string Durability => "log, fsync at commit";

    public TimeSpan Cpu => Duck.Process.Cpu;

    public long PeakResidentBytes => Duck.Process.PeakResidentBytes;

    public IQueryPeer Queries => new DuckQueries(Duck, keys);

    public long DiskBytes => DiskUse.Of(DatabaseFolder);

    private DuckProcess Duck => duck ?? throw new InvalidOperationException("not started");

    private string ColumnFolder => Path.Combine(folder, "duckdb-columns");

    private string DatabaseFolder => Path.Combine(folder, "duckdb");

    public Task PrepareAsync(DataSet data, IReadOnlyList<Slice> slices, string folder, CancellationToken cancellation)
    {
        this.folder = folder;
        keys = DuckColumns.Write(data, ColumnFolder);
        return Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(DatabaseFolder);
        duck = await DuckProcess.StartAsync(Path.Combine(DatabaseFolder, "bench.duckdb"));
        using var _ = await duck.AskAsync(new { op = "preload", folder = ColumnFolder }, cancellation);
    }

    public async Task IngestAsync(CancellationToken cancellation)
    {
        using var _ = await Duck.AskAsync(new { op = "append", folder = ColumnFolder }, cancellation);
    }

    public Task BecomeQueryableAsync(CancellationToken cancellation) => Task.CompletedTask;

    public async Task SettleAsync(CancellationToken cancellation)
    {
        using var _ = await Duck.AskAsync(new { op = "run", sql = "CHECKPOINT" }, cancellation);
    }

    public async Task<Dictionary<SeriesKey, SeriesFacts>> GetFactsAsync(CancellationToken cancellation)
    {
        var columns = await Duck.QueryAsync("SELECT series, count(*), sum(value), min(value), max(value) FROM sample GROUP BY series", cancellation);
        return Enumerable.Range(0, columns[0].Length).ToDictionary(
            row => keys[(int)columns[0][row]],
            row => new SeriesFacts((long)columns[1][row], columns[2][row], columns[3][row], columns[4][row]));
    }

    public ValueTask DisposeAsync() => duck?.DisposeAsync() ?? default;
}
