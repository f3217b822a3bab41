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
    public Task SubscribeAsync(CancellationToken cancellation) =>
        client.SubscribeAsync(topics[(int)TopicKind.Ack], QualityOfService.AtLeastOnce, cancellation);

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAckAsync(CancellationToken cancellation)
    {
        try
        {
            return (await client.Received.ReadAsync(cancellation)).Payload;
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
