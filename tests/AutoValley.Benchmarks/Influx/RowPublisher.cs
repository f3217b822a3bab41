using AutoValley.Mqtt;

namespace AutoValley.Benchmarks.Influx;

/// <summary>Publishes rows with QoS 1, a connection a vehicle, as fast as they are acknowledged.</summary>
internal static class RowPublisher
{
    public static Task RunAsync(int port, IEnumerable<JsonRows> vehicles, int window, CancellationToken cancellation) =>
        Task.WhenAll(vehicles.Select(vehicle => RunAsync(port, vehicle, window, cancellation)));

    private static async Task RunAsync(int port, JsonRows vehicle, int window, CancellationToken cancellation)
    {
        var options = new MqttClientOptions { Host = "127.0.0.1", Port = port };
        await using var client = await MqttClient.ConnectAsync(options, TimeProvider.System, cancellation);
        using var room = new SemaphoreSlim(window);
        var sent = new List<Task>(vehicle.Rows.Count);
        foreach (var row in vehicle.Rows)
        {
            await room.WaitAsync(cancellation);
            sent.Add(PublishAsync(row));
        }
        await Task.WhenAll(sent);

        async Task PublishAsync(ReadOnlyMemory<byte> payload)
        {
            try
            {
                await client.PublishAsync(new MqttPublish { Topic = vehicle.Topic, Payload = payload, Qos = QualityOfService.AtLeastOnce }, cancellation);
            }
            finally
            {
                room.Release();
            }
        }
    }
}
