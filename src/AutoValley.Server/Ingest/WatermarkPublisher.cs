using AutoValley.Mqtt;
using AutoValley.Mqtt.Server;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Ingest;

/// <summary>Tells vehicles, on their topic <c>ack</c>, which batches are durable.</summary>
internal sealed class WatermarkPublisher(
    WatermarkQueue queue, ISampleStore store, PeerWatermarks peers, MqttServer mqtt, BrokerLink broker, ILogger<WatermarkPublisher> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var session = await queue.TakeAsync(stoppingToken);
            var topic = Topics.Of(session.Vehicle.Name, TopicKind.Ack);
            // Whatever goes wrong with one watermark, the next vehicle gets its own.
            try
            {
                peers.SettleHoles(session);
                var payload = WatermarkCodec.Write(session.SessionId, store.GetWatermark(session));
                var publish = new MqttPublish { Topic = topic, Payload = payload, Qos = QualityOfService.AtMostOnce };
                await mqtt.PublishAsync(publish, stoppingToken);
                broker.Tell(publish);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.WatermarkNotSent(topic, error);
            }
        }
    }
}
