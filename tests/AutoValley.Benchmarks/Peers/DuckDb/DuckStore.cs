using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.DuckDb;

/// <summary>
/// DuckDB by its appender, whole vectors at a time, in the order that compresses best: series by series. Narrow, one table takes any
/// signal of any vehicle; wide, each group of signals has a table of its own, in which they share their times.
/// </summary>
internal sealed class DuckStore(bool isWide) : IStorePeer
{
    private string folder = "";
    private IReadOnlyList<DuckTable> tables = [];
    private DuckProcess? duck;

    public string Name => isWide ? "DuckDB 1.5 appender, wide" : "DuckDB 1.5 appender, narrow";

    public string Durability => "log, fsync at commit";

    public TimeSpan Cpu => Duck.Process.Cpu;

    public long PeakResidentBytes => Duck.Process.PeakResidentBytes;

    public IQueryPeer Queries => isWide
        ? throw new BenchmarkException("questions go to the narrow table: --peers duckdb")
        : new DuckQueries(Duck, tables[0].Keys);

    public long DiskBytes => DiskUse.Of(DatabaseFolder);

    private DuckProcess Duck => duck ?? throw new InvalidOperationException("not started");

    private string DatabaseFolder => Path.Combine(folder, isWide ? "duckdb-wide" : "duckdb");

    public Task PrepareAsync(DataSet data, IReadOnlyList<Slice> slices, string folder, CancellationToken cancellation)
    {
        this.folder = folder;
        var columns = DatabaseFolder + "-columns";
        tables = isWide ? [.. DuckTable.WriteWide(data, columns)] : [DuckTable.WriteNarrow(data, columns)];
        return Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(DatabaseFolder);
        duck = await DuckProcess.StartAsync(Path.Combine(DatabaseFolder, "bench.duckdb"));
        foreach (var table in tables)
            await DoAsync(new { op = "preload", table = table.Name, types = table.Types, folder = table.Folder }, cancellation);
    }

    public Task IngestAsync(CancellationToken cancellation) => DoAsync(new { op = "append" }, cancellation);

    public Task BecomeQueryableAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task SettleAsync(CancellationToken cancellation) => DoAsync(new { op = "run", sql = "CHECKPOINT" }, cancellation);

    public async Task<Dictionary<SeriesKey, SeriesFacts>> GetFactsAsync(CancellationToken cancellation)
    {
        var facts = new Dictionary<SeriesKey, SeriesFacts>();
        foreach (var table in tables)
        {
            var values = Enumerable.Range(2, table.Types.Count - 2).ToArray();
            var aggregates = string.Join(", ", values.Select(column => $"sum(c{column}), min(c{column}), max(c{column})"));
            var rows = await Duck.QueryAsync($"SELECT c0, count(*), {aggregates} FROM {table.Name} GROUP BY c0", cancellation);
            for (var row = 0; row < rows[0].Length; row++)
            {
                for (var value = 0; value < values.Length; value++)
                {
                    var key = table.Keys[((int)rows[0][row] * values.Length) + value];
                    var first = 2 + (3 * value);
                    facts.Add(key, new SeriesFacts((long)rows[1][row], rows[first][row], rows[first + 1][row], rows[first + 2][row]));
                }
            }
        }
        return facts;
    }

    public ValueTask DisposeAsync() => duck?.DisposeAsync() ?? default;

    private async Task DoAsync(object request, CancellationToken cancellation)
    {
        using var _ = await Duck.AskAsync(request, cancellation);
    }
}
