using System.Diagnostics;
using System.Net;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers.AutoValley;
using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Accept;

/// <summary>One vehicle of the site workload: a batch of 100 ms a hundredth of a second, as if ten vehicles drove, each acknowledgement timed.</summary>
internal sealed class Publisher(MqttClient client, WireBatches wire) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private int next;

    /// <summary>Connects and declares the vehicle's signals; there are batches for <paramref name="span"/> of publishing.</summary>
    public static async Task<Publisher> OpenAsync(string server, TimeSpan span, CancellationToken cancellation)
    {
        var driven = await SimulatedSite.DriveAsync(1, span * 10.5, cancellation);
        var data = new DataSet("site", [driven]);
        var perBatch = (int)(data.SampleCount * 0.1 / (span * 10.5).TotalSeconds);
        var wire = WireBatches.Encode(data, [.. Slices.Cut(data, perBatch)]);
        var address = IPEndPoint.Parse(server);
        var options = new MqttClientOptions { Host = address.Address.ToString(), Port = address.Port };
        var client = await MqttClient.ConnectAsync(options, TimeProvider.System, cancellation);
        var publisher = new Publisher(client, wire);
        await publisher.SendAsync(TopicKind.Catalog, wire.Vehicles[0].Catalog, cancellation);
        return publisher;
    }

    /// <summary>Publishes for a while; the time of each batch to its PUBACK.</summary>
    public async Task<List<TimeSpan>> PublishAsync(TimeSpan span, CancellationToken cancellation)
    {
        List<Task<TimeSpan>> acknowledged = [];
        using var timer = new PeriodicTimer(Interval);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < span && next < wire.Batches.Count && await timer.WaitForNextTickAsync(cancellation))
            acknowledged.Add(SendAsync(TopicKind.Telemetry, wire.Batches[next++].Payload, cancellation));
        return [.. await Task.WhenAll(acknowledged)];
    }

    public async ValueTask DisposeAsync() => await client.DisposeAsync();

    private async Task<TimeSpan> SendAsync(TopicKind kind, byte[] payload, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var publish = new MqttPublish { Topic = Topics.Of(wire.Vehicles[0].Name, kind), Payload = payload, Qos = QualityOfService.AtLeastOnce };
        var reason = await client.PublishAsync(publish, cancellation);
        return reason.IsFailure() ? throw new BenchmarkException($"the server refused a publish: {reason}") : Stopwatch.GetElapsedTime(start);
    }
}
