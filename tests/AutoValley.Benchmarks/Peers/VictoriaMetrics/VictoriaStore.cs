using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.VictoriaMetrics;

/// <summary>VictoriaMetrics by <c>/api/v1/import</c> (JSON lines) or <c>/api/v1/import/native</c> (blocks that another one exported).</summary>
internal sealed class VictoriaStore(bool native) : IStorePeer
{
    private DataSet? data;
    private string folder = "";
    private VictoriaServer? server;
    private List<ReadOnlyMemory<byte>> bodies = [];

    public string Name => native ? "VictoriaMetrics 1.79 native blocks" : "VictoriaMetrics 1.79 JSON lines";

    public string Durability => "none: memory, written within 5 s";

    public TimeSpan Cpu => Server.Process.Cpu;

    public long PeakResidentBytes => Server.Process.PeakResidentBytes;

    public IQueryPeer Queries => new VictoriaQueries(Server);

    public long DiskBytes => Server.DiskBytes;

    private VictoriaServer Server => server ?? throw new InvalidOperationException("not started");

    public async Task PrepareAsync(DataSet data, IReadOnlyList<Slice> slices, string folder, CancellationToken cancellation)
    {
        (this.data, this.folder) = (data, folder);
        bodies = [.. slices.AsParallel().AsOrdered().WithCancellation(cancellation).Select(JsonLines.Write)];
        if (native)
            bodies = await ExportAsync(data, cancellation);
    }

    public async Task StartAsync(CancellationToken cancellation) =>
        server = await VictoriaServer.StartAsync(Path.Combine(folder, native ? "victoria-native" : "victoria"), cancellation);

    public Task IngestAsync(CancellationToken cancellation) =>
        Server.Http.PostAllAsync(native ? "api/v1/import/native" : "api/v1/import", bodies, cancellation);

    public Task BecomeQueryableAsync(CancellationToken cancellation) => Server.FlushAsync(cancellation);

    public async Task SettleAsync(CancellationToken cancellation)
    {
        bodies = [];
        await Server.MergeAsync(cancellation);
    }

    public Task<Dictionary<SeriesKey, SeriesFacts>> GetFactsAsync(CancellationToken cancellation) =>
        Server.GetFactsAsync(data!, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }

    /// <summary>Native blocks have no documented layout: another VictoriaMetrics makes them, a body a vehicle.</summary>
    private async Task<List<ReadOnlyMemory<byte>>> ExportAsync(DataSet data, CancellationToken cancellation)
    {
        await using var source = await VictoriaServer.StartAsync(Path.Combine(folder, "victoria-source"), cancellation);
        await source.Http.PostAllAsync("api/v1/import", bodies, cancellation);
        await source.FlushAsync(cancellation);
        await source.CompleteAsync(data, cancellation);
        var exported = new List<ReadOnlyMemory<byte>>();
        foreach (var vehicle in data.Vehicles)
        {
            var match = Uri.EscapeDataString($$"""{vehicle="{{vehicle.Name.Vehicle}}"}""");
            await using var body = await source.Http.GetAsync($"api/v1/export/native?match[]={match}", cancellation);
            using var bytes = new MemoryStream();
            await body.CopyToAsync(bytes, cancellation);
            exported.Add(bytes.ToArray());
        }
        return exported;
    }
}
