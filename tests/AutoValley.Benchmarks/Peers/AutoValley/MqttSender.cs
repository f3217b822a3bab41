using System.Net;
using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>Publishes batches with QoS 1 over two connections, pipelined; PUBACK says durable.</summary>
internal static class MqttSender
{
    private const int Connections = 2;

    // Publishes without PUBACK, a connection: enough that a sync always finds the next group waiting.
    private const int Window = 64;

    public static Task SendAsync(WireBatches wire, string server, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, Connections).Select(number => SendAsync(wire, IPEndPoint.Parse(server), number, cancellation)));

    private static async Task SendAsync(WireBatches wire, IPEndPoint server, int number, CancellationToken cancellation)
    {
        var options = new MqttClientOptions { Host = server.Address.ToString(), Port = server.Port };
        await using var client = await MqttClient.ConnectAsync(options, TimeProvider.System, cancellation);
        var own = wire.Vehicles.Where((_, index) => index % Connections == number).ToHashSet();
        foreach (var vehicle in own)
            Check(await client.PublishAsync(Publish(vehicle, TopicKind.Catalog, vehicle.Catalog), cancellation));
        var pending = new Queue<Task<MqttReasonCode>>();
        foreach (var batch in wire.Batches)
        {
            if (!own.Contains(batch.Vehicle))
                continue;
            if (pending.Count == Window)
                Check(await pending.Dequeue());
            pending.Enqueue(client.PublishAsync(Publish(batch.Vehicle, TopicKind.Telemetry, batch.Payload), cancellation).AsTask());
        }
        while (pending.TryDequeue(out var last))
            Check(await last);
        await client.DisconnectAsync(cancellation);
    }

    private static MqttPublish Publish(WireVehicle vehicle, TopicKind kind, byte[] payload) =>
        new() { Topic = Topics.Of(vehicle.Name, kind), Payload = payload, Qos = QualityOfService.AtLeastOnce };

    private static void Check(MqttReasonCode reason)
    {
        if (reason.IsFailure())
            throw new BenchmarkException($"the server refused a publish: {reason}");
    }
}
