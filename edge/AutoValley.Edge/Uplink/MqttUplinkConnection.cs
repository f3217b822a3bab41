using System.Threading.Channels;
using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Uplink;

/// <summary>A connection over MQTT 5: everything with QoS 1 on the vehicle's own topics.</summary>
internal sealed class MqttUplinkConnection(MqttClient client, VehicleName vehicle) : IUplinkConnection
{
    private readonly string[] topics = [.. Enum.GetValues<TopicKind>().Select(kind => Topics.Of(vehicle, kind))];

    /// <inheritdoc/>
    public Task Closed => client.Closed;

    /// <inheritdoc/>
    public async ValueTask<PublishAnswer> PublishAsync(TopicKind topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancellation)
    {
        var publish = new MqttPublish { Topic = topics[(int)topic], Payload = payload, Qos = QualityOfService.AtLeastOnce, Retain = retain };
        Task<MqttReasonCode> answer;
        try
        {
            answer = client.PublishAsync(publish, cancellation).AsTask();
        }
        catch (MqttException error) when (error.Reason == MqttReasonCode.PacketTooLarge && !client.Closed.IsCompleted)
        {
            // Known before it is sent: the server said in CONNACK what it takes.
            return new PublishAnswer(PublishOutcome.Refused, error.Message);
        }
        var reason = await answer;
        return new PublishAnswer(OutcomeOf(reason), reason.ToString());
    }

    /// <inheritdoc/>
    public async Task<string?> SubscribeAsync(CancellationToken cancellation)
    {
        await client.SubscribeAsync(topics[(int)TopicKind.Ack], QualityOfService.AtLeastOnce, cancellation);
        try
        {
            await client.SubscribeAsync(topics[(int)TopicKind.Command], QualityOfService.AtLeastOnce, cancellation);
            return null;
        }
        catch (MqttException refusal) when (!client.Closed.IsCompleted)
        {
            // A broker may give no right to it, and batches go all the same.
            return refusal.Message;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<(TopicKind Topic, ReadOnlyMemory<byte> Payload)> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var publish = await client.Received.ReadAsync(cancellation);
                if (Topics.TryParse(publish.Topic, out var of, out var kind) && of == vehicle)
                    return (kind, publish.Payload);
            }
        }
        catch (ChannelClosedException closed)
        {
            throw new IOException(closed.InnerException?.Message ?? "the connection ended", closed);
        }
    }

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellation) => client.DisconnectAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => client.DisposeAsync();

    // What is no use today may be one tomorrow (a quota, a right that is missing), but bytes stay what they are.
    private static PublishOutcome OutcomeOf(MqttReasonCode reason) => reason switch
    {
        < MqttReasonCode.UnspecifiedError => PublishOutcome.Accepted,
        MqttReasonCode.PayloadFormatInvalid or MqttReasonCode.PacketTooLarge => PublishOutcome.Refused,
        _ => PublishOutcome.Later,
    };
}
