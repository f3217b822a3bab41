using System.Diagnostics;
using System.Net;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers.AutoValley;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Benchmarks.Live;

/// <summary>Vehicles that publish the same drive, each under its own name and at its own tenth of a second; when is noted.</summary>
internal sealed class LiveFleet : IAsyncDisposable
{
    private const int Connections = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<MqttClient> clients;
    private readonly IReadOnlyList<VehicleName> vehicles;
    private readonly IReadOnlyList<WireBatch> batches;
    private readonly Dictionary<long, int> numbers;
    private readonly long[][] sent;
    private int next;

    private LiveFleet(IReadOnlyList<MqttClient> clients, IReadOnlyList<VehicleName> vehicles, IReadOnlyList<WireBatch> batches)
    {
        (this.clients, this.vehicles, this.batches) = (clients, vehicles, batches);
        numbers = batches.Select((batch, index) => (Time: BaseTimeOf(batch), index)).ToDictionary(pair => pair.Time, pair => pair.index);
        sent = [.. vehicles.Select(_ => new long[batches.Count])];
    }

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<VehicleName> Vehicles => vehicles;

    /// <summary>Samples of one batch, on average.</summary>
    public double SamplesABatch { get; private init; }

    /// <summary>Connects and declares all vehicles' signals; there are batches for <paramref name="span"/>.</summary>
    public static async Task<LiveFleet> OpenAsync(string server, int count, TimeSpan span, CancellationToken cancellation)
    {
        var driven = await SimulatedSite.DriveAsync(1, span, cancellation);
        var data = new DataSet("site", [driven]);
        var batches = WireBatches.Encode(data, [.. Slices.Cut(data, (int)(data.SampleCount * (Interval / span)))]);
        var address = IPEndPoint.Parse(server);
        var options = new MqttClientOptions { Host = address.Address.ToString(), Port = address.Port };
        var clients = new List<MqttClient>();
        for (var index = 0; index < Math.Min(count, Connections); index++)
            clients.Add(await MqttClient.ConnectAsync(options, TimeProvider.System, cancellation));
        VehicleName[] vehicles = [.. Enumerable.Range(1, count).Select(number => new VehicleName("bench", $"live-{number}"))];
        var fleet = new LiveFleet(clients, vehicles, batches.Batches) { SamplesABatch = data.SampleCount / (double)batches.Batches.Count };
        for (var vehicle = 0; vehicle < count; vehicle++)
            await fleet.SendAsync(vehicle, TopicKind.Catalog, batches.Vehicles[0].Catalog, cancellation);
        return fleet;
    }

    /// <summary>Batches of each vehicle in so long a time.</summary>
    public static int BatchesIn(TimeSpan span) => (int)(span / Interval);

    /// <summary>Publishes so many batches of each vehicle, in real time.</summary>
    public async Task PublishAsync(int each, CancellationToken cancellation)
    {
        var acknowledged = new List<Task>(each * vehicles.Count);
        var start = Stopwatch.GetTimestamp();
        for (var step = 0; step < each * vehicles.Count; step++)
        {
            // A batch counts from when it was to be sent: one that leaves late has waited already.
            var due = start + (long)(step * (Interval / vehicles.Count).TotalSeconds * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() < due)
                await Task.Delay(TimeSpan.FromMilliseconds(1), cancellation);
            var (vehicle, batch) = (step % vehicles.Count, next + (step / vehicles.Count));
            Volatile.Write(ref sent[vehicle][batch], due);
            acknowledged.Add(SendAsync(vehicle, TopicKind.Telemetry, batches[batch].Payload, cancellation));
        }
        await Task.WhenAll(acknowledged);
        next += each;
    }

    /// <summary>Time since a batch was to be published, by its vehicle and base time.</summary>
    public TimeSpan AgeOf(int vehicle, long baseTime) => Stopwatch.GetElapsedTime(Volatile.Read(ref sent[vehicle][numbers[baseTime]]));

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private async Task SendAsync(int vehicle, TopicKind kind, byte[] payload, CancellationToken cancellation)
    {
        var publish = new MqttPublish { Topic = Topics.Of(vehicles[vehicle], kind), Payload = payload, Qos = QualityOfService.AtLeastOnce };
        var reason = await clients[vehicle % clients.Count].PublishAsync(publish, cancellation);
        if (reason.IsFailure())
            throw new BenchmarkException($"the server refused a publish: {reason}");
    }

    private static long BaseTimeOf(WireBatch batch) =>
        BatchView.TryRead(batch.Payload, BatchLimits.Unlimited, out var view, out var detail) == BatchError.None
            ? view!.BaseTime
            : throw new BenchmarkException($"a batch of the drive is none: {detail}");
}
