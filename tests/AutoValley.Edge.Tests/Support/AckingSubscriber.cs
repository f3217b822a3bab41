using System.Collections.Concurrent;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Tests.Support;

/// <summary>The least of a server behind a broker: subscribes to telemetry, keeps every batch once, and publishes watermarks.</summary>
internal sealed class AckingSubscriber : IAsyncDisposable
{
    private readonly MqttClient client;
    private readonly ConcurrentDictionary<(SessionId, ulong), byte[]> batches;
    private readonly Task serving;

    private AckingSubscriber(MqttClient client, ConcurrentDictionary<(SessionId, ulong), byte[]> batches)
    {
        (this.client, this.batches) = (client, batches);
        serving = ServeAsync();
    }

    /// <summary>Every batch that came, once, by session and number.</summary>
    public IReadOnlyDictionary<(SessionId Session, ulong Sequence), byte[]> Batches => batches;

    /// <summary>Connects; <paramref name="journal"/> is what an earlier one kept.</summary>
    public static async Task<AckingSubscriber> ConnectAsync(int port, ConcurrentDictionary<(SessionId, ulong), byte[]>? journal = null)
    {
        var client = await MqttClient.ConnectAsync(new MqttClientOptions { Port = port, ClientId = "server" }, TimeProvider.System, default);
        await client.SubscribeAsync("av/v1/+/+/telemetry", QualityOfService.AtLeastOnce, default);
        return new AckingSubscriber(client, journal ?? []);
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            await foreach (var publish in client.Received.ReadAllAsync())
            {
                Assert.True(Topics.TryParse(publish.Topic, out var vehicle, out _));
                Assert.Equal(BatchError.None, BatchView.TryRead(publish.Payload, BatchLimits.Default, out var view, out _));
                batches[(view!.Session, view.Sequence)] = publish.Payload.ToArray();
                var durable = new SequenceRanges();
                foreach (var (session, sequence) in batches.Keys.Where(key => key.Item1 == view.Session))
                    durable.Add(sequence);
                var ack = new MqttPublish { Topic = Topics.Of(vehicle, TopicKind.Ack), Payload = WatermarkCodec.Write(view.Session, durable), Qos = QualityOfService.AtLeastOnce };
                await client.PublishAsync(ack, default);
            }
        }
        catch (MqttException)
        {
            // The broker was killed; the test connects another one.
        }
    }
}
