using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>AutoValley by MQTT QoS 1 or by gRPC.</summary>
internal sealed class AutoValleyStore(bool grpc) : IStorePeer
{
    // Sealing waits so long for more; short, so that waiting is not what is measured.
    private static readonly TimeSpan SealAge = TimeSpan.FromSeconds(3);

    private const int QuietHalfSeconds = 3;

    private DataSet? data;
    private string folder = "";
    private WireBatches? wire;
    private AutoValleyServer? server;

    public string Name => grpc ? "AutoValley gRPC" : "AutoValley MQTT QoS 1";

    public string Durability => "journal, fsync before the answer";

    public TimeSpan Cpu => Server.Process.Cpu;

    public long PeakResidentBytes => Server.Process.PeakResidentBytes;

    public string? Breakdown { get; private set; }

    public IQueryPeer Queries => new AutoValleyQueries(Server);

    public long DiskBytes => Server.DiskBytes;

    private AutoValleyServer Server => server ?? throw new InvalidOperationException("not started");

    private string DataFolder => Path.Combine(folder, grpc ? "autovalley-grpc" : "autovalley-mqtt");

    public Task PrepareAsync(DataSet data, IReadOnlyList<Slice> slices, string folder, CancellationToken cancellation)
    {
        (this.data, this.folder) = (data, folder);
        wire = WireBatches.Encode(data, slices);
        return Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellation) =>
        server = await AutoValleyServer.StartAsync(DataFolder, SealAge, cancellation);

    public Task IngestAsync(CancellationToken cancellation) =>
        grpc ? GrpcSender.SendAsync(wire!, Server.Channel, cancellation) : MqttSender.SendAsync(wire!, Server.Mqtt, cancellation);

    public Task BecomeQueryableAsync(CancellationToken cancellation) => Task.CompletedTask;

    public async Task SettleAsync(CancellationToken cancellation)
    {
        wire = null;
        await Server.SealAsync(cancellation);
        // Small chunks are merged when nothing waits to be sealed.
        await Quiet.WaitAsync(Server.Process, () => DiskBytes, QuietHalfSeconds, cancellation);
        Breakdown = await Server.GetBreakdownAsync(cancellation);
    }

    public Task<Dictionary<SeriesKey, SeriesFacts>> GetFactsAsync(CancellationToken cancellation) =>
        Reread.FactsAsync(Server.Channel, data!, cancellation);

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? default;
}
