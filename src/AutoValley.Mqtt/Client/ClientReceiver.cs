using System.Threading.Channels;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Client;

/// <summary>What the client does with each packet from the server. One caller, the read loop.</summary>
internal sealed class ClientReceiver
{
    private readonly ClientConnection connection;
    private readonly MqttProtocolVersion version;
    private readonly ReceiveWindow window = new();
    private readonly TopicCache topics = new();
    private volatile bool blocked;

    public ClientReceiver(ClientConnection connection, MqttClientOptions options)
    {
        (this.connection, version) = (connection, options.ProtocolVersion);
        window.Resume(version == MqttProtocolVersion.V500 ? options.ReceiveMaximum : ushort.MaxValue);
    }

    /// <summary>Whether it waits for the application to read what was received.</summary>
    public bool IsBlocked => blocked;

    public ValueTask TakeAsync(in PacketFrame frame)
    {
        switch (frame.Type)
        {
            case PacketType.Publish:
                return TakePublishAsync(PublishPacket.Read(frame, version, topics));
            case PacketType.PubAck or PacketType.PubRec or PacketType.PubRel or PacketType.PubComp:
                TakeAck(AckPacket.Read(frame, version));
                break;
            case PacketType.SubAck or PacketType.UnsubAck:
                TakeAnswer(SubAckPacket.Read(frame, version));
                break;
            case PacketType.PingResp:
                PingPacket.Read(frame);
                break;
            case PacketType.Disconnect when version == MqttProtocolVersion.V500:
                var packet = DisconnectPacket.Read(frame, version);
                connection.Fail(new MqttException(packet.Reason, $"the server disconnected: {packet.Reason} {packet.Text}".TrimEnd()), tellPeer: false);
                break;
            default:
                throw MqttException.Protocol($"{frame.Type} packet from a server");
        }
        return default;
    }

    private async ValueTask TakePublishAsync(PublishPacket packet)
    {
        // This client announces no topic aliases [MQTT-3.3.2-9].
        if (packet.TopicAlias != 0)
            throw new MqttException(MqttReasonCode.TopicAliasInvalid, $"Publish packet with topic alias {packet.TopicAlias}, none are taken");
        var publish = packet.Publish;
        var isNew = window.Accept(publish.Qos, packet.PacketId);
        if (isNew && !connection.Received.Writer.TryWrite(publish) && !await WaitForReaderAsync(publish))
            return;
        if (publish.Qos == QualityOfService.AtMostOnce)
            return;
        var type = publish.Qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec;
        var ack = new AckPacket(type, packet.PacketId, MqttReasonCode.Success);
        window.Answer(ack);
        connection.Outbox.Add(ack);
    }

    private async ValueTask<bool> WaitForReaderAsync(MqttPublish publish)
    {
        connection.Outbox.Wake();
        blocked = true;
        try
        {
            await connection.Received.Writer.WriteAsync(publish);
            return true;
        }
        catch (ChannelClosedException)
        {
            // The connection ends: not taken, not acknowledged.
            return false;
        }
        finally
        {
            blocked = false;
        }
    }

    private void TakeAck(AckPacket ack)
    {
        if (ack.Type == PacketType.PubRel)
        {
            connection.Outbox.Add(window.Release(ack.PacketId));
            return;
        }
        var done = connection.Locked(send => Advance(send, ack));
        if (done is not null)
            connection.Finish(done, ack.Reason);
    }

    private PublishRequest? Advance(SendWindow<PublishRequest> send, in AckPacket ack)
    {
        PublishRequest? done = null;
        if (ack.Type == PacketType.PubAck)
        {
            send.OnPubAck(ack.PacketId, out done);
        }
        else if (ack.Type == PacketType.PubComp)
        {
            send.OnPubComp(ack.PacketId, out done);
        }
        else if (ack.Reason.IsFailure())
        {
            send.OnPubRecFailure(ack.PacketId, out done);
        }
        else
        {
            var known = send.OnPubRec(ack.PacketId);
            var reason = known ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound;
            connection.Outbox.Add(new AckPacket(PacketType.PubRel, ack.PacketId, reason));
        }
        return done;
    }

    private void TakeAnswer(SubAckPacket answer)
    {
        var request = connection.Locked(send =>
        {
            send.Release(answer.PacketId);
            return connection.Requests.Remove(answer.PacketId, out var found) ? found : null;
        });
        request?.TrySetResult(answer);
    }
}
