using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Authentication;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>What the server does with each packet of a connected client. One caller, the connection's read loop.</summary>
internal sealed class ServerReceiver
{
    private readonly MqttServer server;
    private readonly ServerSession session;
    private readonly Outbox<Delivery> outbox;
    private readonly ConnectPacket connect;
    private readonly AuthConversation? conversation;
    private readonly SubscriptionDesk subscriptions;

    public ServerReceiver(MqttServer server, ServerSession session, Outbox<Delivery> outbox, Admitted client, ServerConnection connection)
    {
        (this.server, this.session, this.outbox) = (server, session, outbox);
        (connect, conversation) = (client.Connect, client.Conversation);
        subscriptions = new SubscriptionDesk(server, session, client.Info.Session);
        Publishes = new PublishPump(server, session, client.Info.Session, outbox, connection);
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
                var packet = UnsubscribePacket.Read(frame, version);
                CheckSize(PacketType.UnsubAck, packet.Filters.Count);
                Answer(subscriptions.Unsubscribe(packet, out var ticket), ticket);
                break;
            case PacketType.PingReq:
                // [MQTT-3.12.4-1] PINGRESP, at once.
                PingPacket.Read(frame);
                outbox.Add(new PingPacket(PacketType.PingResp));
                break;
            case PacketType.Disconnect:
                Goodbye = CheckGoodbye(DisconnectPacket.Read(frame, version));
                break;
            case PacketType.Auth when version == MqttProtocolVersion.V500:
                return AuthenticateAsync(AuthPacket.Read(frame));
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
        CheckSize(PacketType.SubAck, packet.Requests.Count);
        // [MQTT-3.8.4-1] SUBACK, and then what is retained; before it, which section 3.8.4 allows, where SUBACK waits for the store.
        var answer = outbox.Texts.Fit(subscriptions.Subscribe(packet, out var fresh, out var ticket));
        if (ticket == 0)
            outbox.Add(answer);
        subscriptions.SendRetained(fresh, Publishes.Wakes);
        if (ticket != 0)
            Answer(answer, ticket);
    }

    // [MQTT-3.1.2-24] One byte a filter, which no client should find too large.
    private void CheckSize(PacketType answer, int filters)
    {
        if (filters + SubAckPacket.HeaderBytes > connect.MaximumPacketBytes)
            throw new MqttException(MqttReasonCode.PacketTooLarge, $"the {answer} would be larger than the client takes");
    }

    private void Answer(SubAckPacket answer, long ticket)
    {
        if (ticket == 0)
        {
            outbox.Add(answer);
            return;
        }
        server.Store!.WhenDurable(ticket, () =>
        {
            outbox.Add(answer);
            outbox.Wake();
        });
    }

    private async ValueTask AuthenticateAsync(AuthPacket packet)
    {
        // [MQTT-4.12.0-6] [MQTT-4.12.0-7] No AUTH on a connection that began without a method.
        if (conversation is null)
            throw MqttException.Protocol("Auth packet, and CONNECT had no authentication method");
        using var timeout = new CancellationTokenSource(server.Options.ConnectTimeout, server.Clock);
        try
        {
            outbox.Add(await conversation.AgainAsync(packet, timeout.Token));
        }
        catch (OperationCanceledException e)
        {
            throw new MqttException(MqttReasonCode.NotAuthorized, "the authentication took too long", e);
        }
    }

    // Section 3.14.2.2.2: an expiry of 0 at CONNECT cannot be raised.
    private DisconnectPacket CheckGoodbye(DisconnectPacket packet) => packet.SessionExpirySeconds is > 0 && connect.SessionExpirySeconds == 0
        ? throw MqttException.Protocol("Disconnect packet: session expiry, and CONNECT had none")
        : packet;
}
