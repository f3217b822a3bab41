using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>What follows from the application's answer to a publish: to its subscribers, or counted as refused; and PUBACK or PUBREC.</summary>
internal sealed class PublishOutcome(MqttServer server, ServerSession session, MqttSessionInfo client, Outbox<Delivery> outbox)
{
    private int undurable;

    /// <summary>Whose publishes they are.</summary>
    public MqttSessionInfo Client => client;

    /// <summary>Ends a publish; the publishes of a client in their order, one at a time.</summary>
    /// <param name="pending">Which.</param>
    /// <param name="reason">The application's answer.</param>
    /// <param name="wakes">Gets the subscribers that have something to write now.</param>
    /// <exception cref="MqttException">The connection has to be closed.</exception>
    public void Finish(in PendingPublish pending, MqttReasonCode reason, WakeList wakes)
    {
        var publish = pending.Encoded.Publish;
        long ticket = 0;
        if (reason.IsFailure())
            Refuse(publish, reason);
        else if (pending.IsNew)
            ticket = Route(pending.Encoded, pending.PacketId, wakes);
        if (publish.Qos == QualityOfService.AtMostOnce)
            return;
        // [MQTT-4.3.2-4] [MQTT-4.3.3-8] The answer, with the publish's identifier.
        var type = publish.Qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec;
        var ack = new AckPacket(type, pending.PacketId, ReasonTable.Fit(type, reason));
        Answer(reason.IsFailure() && outbox.Texts.AreWanted ? outbox.Texts.Add(ack, Explain(publish, reason)) : ack, ticket);
    }

    /// <summary>Lets out the answers so far.</summary>
    public void Flush() => outbox.Wake();

    /// <summary>Completes when the store has what the answers promise: before the session is anybody else's.</summary>
    public async ValueTask DurableAsync()
    {
        if (Volatile.Read(ref undurable) > 0)
            await server.Store!.FlushAsync();
    }

    private long Route(EncodedPublish publish, ushort id, WakeList wakes) =>
        publish.Publish.Qos == QualityOfService.ExactlyOnce && session.File is { } file
            ? RouteTogether(publish, id, file, wakes)
            : server.FanOut.Publish(publish, session, wakes);

    // A QoS 2 publish and the note that it was taken are stored together, or a restart would deliver it twice, or never.
    private long RouteTogether(EncodedPublish publish, ushort id, SessionFile file, WakeList wakes) => server.Store!.Together(() =>
    {
        server.FanOut.Publish(publish, session, wakes);
        return file.Receive(id);
    });

    // At once, or when the store has what the answer promises; in the publishes' order either way [MQTT-4.6.0-2] [MQTT-4.6.0-3].
    private void Answer(in AckPacket ack, long ticket)
    {
        if (ticket == 0 && Volatile.Read(ref undurable) == 0)
            session.Answer(outbox, ack);
        else
            AnswerWhenDurable(ack, ticket);
    }

    private void AnswerWhenDurable(AckPacket ack, long ticket)
    {
        Interlocked.Increment(ref undurable);
        server.Store!.WhenDurable(ticket, () =>
        {
            session.Answer(outbox, ack);
            Interlocked.Decrement(ref undurable);
            outbox.Wake();
        });
    }

    // Of what it did not hear of the application has nothing to say.
    private string? Explain(MqttPublish publish, MqttReasonCode reason) =>
        !TopicLimits.Allow(publish.Topic, server.Options) ? TopicLimits.Of(server.Options)
        : publish.Topic.StartsWith(SystemTopics.Prefix, StringComparison.Ordinal) ? $"only the server publishes below {SystemTopics.Prefix}"
        : publish.Retain && !server.Retained.HasRoomFor(publish) ? "there is no room for another retained publish"
        : server.Handler.Explain(client, publish.Topic, reason);

    private void Refuse(MqttPublish publish, MqttReasonCode reason)
    {
        // MQTT 3.1.1 [MQTT-3.3.5-2]: a positive answer, or the connection is closed, after which the client sends it again: so only where that may help.
        var isFinal = reason is MqttReasonCode.NotAuthorized or MqttReasonCode.TopicNameInvalid or MqttReasonCode.PayloadFormatInvalid;
        if (client.ProtocolVersion == MqttProtocolVersion.V311 && publish.Qos != QualityOfService.AtMostOnce && !isFinal)
            throw new MqttException(reason, $"publish to {publish.Topic} refused, which MQTT 3.1.1 cannot say");
        server.Statistics.CountRefused(reason);
    }
}
