using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>What the server does with each packet of a connected client. One caller, the connection's read loop.</summary>
internal sealed class ServerReceiver
{
    private readonly ServerSession session;
    private readonly Outbox<Delivery> outbox;
    private readonly ConnectPacket connect;
    private readonly SubscriptionDesk subscriptions;

    public ServerReceiver(MqttServer server, ServerSession session, MqttSessionInfo client, Outbox<Delivery> outbox, ConnectPacket connect)
    {
        (this.session, this.outbox, this.connect) = (session, outbox, connect);
        subscriptions = new SubscriptionDesk(server, session, client);
        Publishes = new PublishPump(server, session, client, outbox);
    }

    /// <summary>The way of the client's publishes.</summary>
    public PublishPump Publishes { get; }

    /// <summary>DISCONNECT, once it came: no packet after it is looked at.</summary>
    public DisconnectPacket? Goodbye { get; private set; }

    /// <summary>Takes one packet; not completed while the application is not ready for more.</summary>
    /// <exception cref="MqttException">The connection has to be closed.</exception>
    public ValueTask TakeAsync(in PacketFrame frame)
    {
        var version = connect.Version;
        switch (frame.Type)
        {
            case PacketType.Publish:
                return Publishes.TakeAsync(frame);
            case PacketType.PubAck or PacketType.PubRec or PacketType.PubRel or PacketType.PubComp:
                session.Take(outbox, AckPacket.Read(frame, version));
                break;
            case PacketType.Subscribe:
                Subscribe(SubscribePacket.Read(frame, version));
                break;
            case PacketType.Unsubscribe:
                outbox.Add(subscriptions.Unsubscribe(UnsubscribePacket.Read(frame, version)));
                break;
            case PacketType.PingReq:
                PingPacket.Read(frame);
                outbox.Add(new PingPacket(PacketType.PingResp));
                break;
            case PacketType.Disconnect:
                Goodbye = CheckGoodbye(DisconnectPacket.Read(frame, version));
                break;
            case PacketType.Auth when version == MqttProtocolVersion.V500:
                throw new MqttException(MqttReasonCode.BadAuthenticationMethod, $"{AuthPacket.Read(frame)}: extended authentication is not supported");
            default:
                // [MQTT-3.1.0-2] A second CONNECT, or what only servers send.
                throw MqttException.Protocol($"{frame.Type} packet from a connected client");
        }
        return default;
    }

    /// <summary>Lets out what the packets so far brought about.</summary>
    public void Flush()
    {
        Publishes.Wakes.Flush();
        outbox.Wake();
    }

    private void Subscribe(SubscribePacket packet)
    {
        // [MQTT-3.8.4-1] SUBACK, and then what is retained.
        outbox.Add(subscriptions.Subscribe(packet, out var fresh));
        subscriptions.SendRetained(fresh);
    }

    // Section 3.14.2.2.2: an expiry of 0 at CONNECT cannot be raised.
    private DisconnectPacket CheckGoodbye(DisconnectPacket packet) => packet.SessionExpirySeconds is > 0 && connect.SessionExpirySeconds == 0
        ? throw MqttException.Protocol("Disconnect packet: session expiry, and CONNECT had none")
        : packet;
}
