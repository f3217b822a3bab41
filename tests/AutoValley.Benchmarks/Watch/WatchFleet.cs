using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Google.Protobuf;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Watch;

/// <summary>Vehicles that go round, each with a batch every tenth of a second whose last place is of now.</summary>
internal sealed class WatchFleet(IReadOnlyList<MqttClient> clients, IReadOnlyList<VehicleName> vehicles) : IAsyncDisposable
{
    /// <summary>Places in a batch: 100 a second.</summary>
    public const int PlacesABatch = 10;

    private const int Connections = 10;
    private const long PlaceNanos = 10_000_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private static readonly SignalDefinition[] Signals =
    [
        new(1, "Vehicle.CurrentLocation.Latitude", SignalType.Double), new(2, "Vehicle.CurrentLocation.Longitude", SignalType.Double),
        new(3, "Vehicle.CurrentLocation.Heading", SignalType.Double), new(4, "Vehicle.Speed", SignalType.Double),
    ];

    private ulong sequence;

    /// <summary>Gives a server the ground that the vehicles move on.</summary>
    /// <param name="server">Its gRPC address.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public static async Task ImportMapAsync(Uri server, CancellationToken cancellation)
    {
        using var channel = GrpcChannel.ForAddress(server);
        var map = new V1.ImportMapRequest { Content = ByteString.CopyFrom(Map()), File = "ground.geojson", Person = "benchmark", Activate = true };
        await new V1.SiteService.SiteServiceClient(channel).ImportMapAsync(map, cancellationToken: cancellation);
    }

    // 100 zones of a thousandth of a degree, in a square.
    private static byte[] Map()
    {
        var features = Enumerable.Range(0, 100).Select(number =>
        {
            var (west, south) = (12 + (number % 10 * 0.001), 57 + (number / 10 * 0.001));
            return string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"type":"Feature","properties":{"name":"Z{{{number}}}"},"geometry":{"type":"Polygon","coordinates":[[[{{{west:F3}}},{{{south:F3}}}],[{{{west + 0.001:F3}}},{{{south:F3}}}],[{{{west + 0.001:F3}}},{{{south + 0.001:F3}}}],[{{{west:F3}}},{{{south + 0.001:F3}}}],[{{{west:F3}}},{{{south:F3}}}]]]}}""");
        });
        return Encoding.UTF8.GetBytes($$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""");
    }

    /// <summary>Connects and declares the signals.</summary>
    public static async Task<WatchFleet> OpenAsync(string server, int count, CancellationToken cancellation)
    {
        var address = IPEndPoint.Parse(server);
        var options = new MqttClientOptions { Host = address.Address.ToString(), Port = address.Port };
        var clients = new List<MqttClient>();
        for (var index = 0; index < Math.Min(count, Connections); index++)
            clients.Add(await MqttClient.ConnectAsync(options, TimeProvider.System, cancellation));
        var fleet = new WatchFleet(clients, [.. Enumerable.Range(1, count).Select(number => new VehicleName("bench", $"car-{number}"))]);
        for (var vehicle = 0; vehicle < count; vehicle++)
            await fleet.SendAsync(vehicle, TopicKind.Catalog, CatalogCodec.Write(SessionOf(vehicle), Signals), cancellation);
        return fleet;
    }

    /// <summary>Publishes in real time.</summary>
    /// <returns>How many batches.</returns>
    public async Task<int> PublishAsync(TimeSpan span, CancellationToken cancellation)
    {
        var (rounds, writer, sent) = ((int)(span / Interval), new BatchWriter(), new List<Task>());
        var start = Stopwatch.GetTimestamp();
        for (var step = 0; step < rounds * vehicles.Count; step++)
        {
            var due = start + (long)(step * (Interval / vehicles.Count).TotalSeconds * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() < due)
                await Task.Delay(TimeSpan.FromMilliseconds(1), cancellation);
            var vehicle = step % vehicles.Count;
            sequence += vehicle == 0 ? 1UL : 0;
            sent.Add(SendAsync(vehicle, TopicKind.Telemetry, Batch(writer, vehicle, UnixTime.Now(TimeProvider.System)), cancellation));
        }
        await Task.WhenAll(sent);
        return sent.Count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private byte[] Batch(BatchWriter writer, int vehicle, long now)
    {
        writer.Clear();
        long[] times = [.. Enumerable.Range(1 - PlacesABatch, PlacesABatch).Select(place => now + (place * PlaceNanos))];
        // 14 m/s on a circle of 300 m, each vehicle at its own place of it.
        double[] angles = [.. times.Select(time => (time % 134_000_000_000 / 134e9 * Math.Tau) + vehicle)];
        var index = writer.AddTimes(times);
        writer.AddColumn(1, index, Values.Of(angles.Select(angle => 57.005 + (0.0027 * Math.Sin(angle))).ToArray()));
        writer.AddColumn(2, index, Values.Of(angles.Select(angle => 12.005 + (0.0048 * Math.Cos(angle))).ToArray()));
        writer.AddColumn(3, index, Values.Of(angles.Select(angle => (720 - double.RadiansToDegrees(angle)) % 360).ToArray()));
        writer.AddColumn(4, index, Values.Of(angles.Select(_ => 50.4).ToArray()));
        return writer.ToPayload(SessionOf(vehicle), sequence, now, now, new ClockQuality(ClockSource.Gnss, 0, 1_000));
    }

    private static SessionId SessionOf(int vehicle) => new((UInt128)(vehicle + 1));

    private async Task SendAsync(int vehicle, TopicKind kind, byte[] payload, CancellationToken cancellation)
    {
        var publish = new MqttPublish { Topic = Topics.Of(vehicles[vehicle], kind), Payload = payload, Qos = QualityOfService.AtLeastOnce };
        var reason = await clients[vehicle % clients.Count].PublishAsync(publish, cancellation);
        if (reason.IsFailure())
            throw new BenchmarkException($"{publish.Topic}: {reason}");
    }
}
