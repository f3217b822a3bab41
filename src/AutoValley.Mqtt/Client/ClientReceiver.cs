using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Client;

/// <summary>What the client does with each packet from the server. One caller, the read loop.</summary>
internal sealed class ClientReceiver(ClientConnection connection, SessionState session, MqttClientOptions options)
{
    private readonly MqttProtocolVersion version = options.ProtocolVersion;
    private readonly TopicCache topics = new();
    private readonly List<ushort> received = [];
    private readonly List<ushort> released = [];

    /// <summary>PUBLISH.</summary>
    public IncomingPublishes Publishes { get; } = new(connection, session, options);

    public ValueTask TakeAsync(in PacketFrame frame)
    {
        switch (frame.Type)
        {
            case PacketType.Publish:
                return Publishes.TakeAsync(PublishPacket.Read(frame, version, topics));
            case PacketType.PubAck or PacketType.PubRec or PacketType.PubRel or PacketType.PubComp:
                TakeAck(AckPacket.Read(frame, version));
                break;
            case PacketType.SubAck or PacketType.UnsubAck:
                connection.Requests.Take(SubAckPacket.Read(frame, version));
                break;
            case PacketType.PingResp:
                PingPacket.Read(frame);
                break;
            case PacketType.Disconnect when version == MqttProtocolVersion.V500:
                connection.Dismiss(DisconnectPacket.Read(frame, version));
                break;
            default:
                throw MqttException.Protocol($"{frame.Type} packet from a server");
        }
        return default;
    }

    /// <summary>
    /// What came in one read is through: the PUBRECs of it are noted together, then come their PUBRELs in the same order [MQTT-4.6.0-4]; and so with PUBREL and PUBCOMP.
    /// </summary>
    public async ValueTask EndOfReadAsync()
    {
        if (received.Count > 0)
        {
            await session.ReleaseAsync(received);
            foreach (var id in received)
                connection.Outbox.Add(new AckPacket(PacketType.PubRel, id, MqttReasonCode.Success));
            received.Clear();
        }
        if (released.Count > 0)
        {
            await session.LetGoAsync(released);
            lock (session.Sync)
            {
                foreach (var id in released)
                    connection.Outbox.Add(session.Receiving.Release(id));
            }
            released.Clear();
        }
    }

    private void TakeAck(AckPacket ack)
    {
        lock (session.Sync)
        {
            if (ack.Type == PacketType.PubRel)
                released.Add(ack.PacketId);
            else if (Advance(session.Sending, ack) is { } done)
                session.Finish(done, ack.Reason, ack.Text);
        }
    }

    private PublishRequest? Advance(SendWindow<PublishRequest> send, in AckPacket ack)
    {
        PublishRequest? done = null;
        if (ack.Type == PacketType.PubAck)
            send.OnPubAck(ack.PacketId, out done);
        else if (ack.Type == PacketType.PubComp)
            send.OnPubComp(ack.PacketId, out done);
        else if (ack.Reason.IsFailure())
            send.OnPubRecFailure(ack.PacketId, out done);
        else if (send.OnPubRec(ack.PacketId))
            received.Add(ack.PacketId);
        else
            connection.Outbox.Add(new AckPacket(PacketType.PubRel, ack.PacketId, MqttReasonCode.PacketIdentifierNotFound));
        return done;
    }
}
