using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.Influx;

/// <summary>InfluxDB by <c>/write</c>.</summary>
internal sealed class InfluxStore : IStorePeer
{
    private DataSet? data;
    private string folder = "";
    private InfluxServer? server;
    private List<ReadOnlyMemory<byte>> bodies = [];

    public string Name => "InfluxDB 1.6 line protocol";

    public string Durability => "log, fsync before the answer";

    public TimeSpan Cpu => Server.Process.Cpu;

    public long PeakResidentBytes => Server.Process.PeakResidentBytes;

    public IQueryPeer Queries => new InfluxQueries(Server);

    public long DiskBytes => Server.DiskBytes;

    private InfluxServer Server => server ?? throw new InvalidOperationException("not started");

    public Task PrepareAsync(DataSet data, IReadOnlyList<Slice> slices, string folder, CancellationToken cancellation)
    {
        (this.data, this.folder) = (data, folder);
        bodies = [.. LineProtocol.Write(slices)];
        return Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellation) =>
        server = await InfluxServer.StartAsync(Path.Combine(folder, "influx"), cancellation);

    public Task IngestAsync(CancellationToken cancellation) => Server.Http.PostAllAsync("write?db=bench&precision=ms", bodies, cancellation);

    public Task BecomeQueryableAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task SettleAsync(CancellationToken cancellation)
    {
        bodies = [];
        return Server.CompactAsync(cancellation);
    }

    public Task<Dictionary<SeriesKey, SeriesFacts>> GetFactsAsync(CancellationToken cancellation) =>
        Server.GetFactsAsync(data!, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }
}
