using System.Threading.Channels;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>
/// The way of a client's publishes: to the application at once, answered in their order when the application is done with them. While earlier ones are pending
/// the next ones are handed over, up to the receive maximum. An application that completes at once is answered without a detour.
/// </summary>
internal sealed class PublishPump
{
    private readonly MqttServer server;
    private readonly ServerSession session;
    private readonly MqttSessionInfo client;
    private readonly Outbox<Delivery> outbox;
    private readonly Channel<Pending> queue;
    private readonly TopicCache topics = new();
    private readonly WakeList answered = new();
    private readonly AsyncSignal lighter = new();
    private readonly AliasTable aliases;
    private readonly RateLimit rate;
    private int waiting;
    private int undurable;
    private long waitingBytes;

    public PublishPump(MqttServer server, ServerSession session, MqttSessionInfo client, Outbox<Delivery> outbox)
    {
        (this.server, this.session, this.client, this.outbox) = (server, session, client, outbox);
        aliases = new AliasTable(server.Options.TopicAliasMaximum);
        rate = new RateLimit(server.Options.MaximumPublishRate, server.Clock.GetUtcNow());
        queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(server.Options.ReceiveMaximum) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>Subscribers that got something from the read loop.</summary>
    public WakeList Wakes { get; } = new();

    /// <summary>Takes one PUBLISH; not completed while too many are pending.</summary>
    public ValueTask TakeAsync(in PacketFrame frame)
    {
        // 1. Not too often, parsed, within the window, its alias replaced.
        if (!rate.TryTake(server.Clock.GetUtcNow()))
            throw new MqttException(MqttReasonCode.MessageRateTooHigh, $"more than {server.Options.MaximumPublishRate} publishes a second");
        var packet = PublishPacket.Read(frame, client.ProtocolVersion, topics);
        var isNew = session.Accept(packet.Publish.Qos, packet.PacketId);
        var publish = ResolveAlias(packet);
        server.Statistics.CountReceived(publish.Payload.Length);
        // 2. To the application, unless a limit speaks against it or it had it already.
        var pending = new Pending(publish, packet.PacketId, isNew, isNew ? Start(publish) : new(MqttReasonCode.Success));
        // 3. Answered here if nothing is before it, else in its turn.
        if (Volatile.Read(ref waiting) == 0 && pending.Answer.IsCompletedSuccessfully)
        {
            Finish(pending, pending.Answer.Result, Wakes);
            return default;
        }
        Interlocked.Increment(ref waiting);
        var bytes = Interlocked.Add(ref waitingBytes, publish.Payload.Length);
        return bytes <= server.Options.MaximumPendingBytes && queue.Writer.TryWrite(pending) ? default : QueueAsync(pending);
    }

    /// <summary>Answers what is pending, in order, until completed. Many answers go in one write.</summary>
    public async Task RunAsync(ServerConnection connection)
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            while (queue.Reader.TryRead(out var pending))
            {
                if (!pending.Answer.IsCompleted)
                    Flush();
                await FinishAsync(pending, connection);
                Interlocked.Add(ref waitingBytes, -pending.Publish.Payload.Length);
                Interlocked.Decrement(ref waiting);
                lighter.Set();
            }
            Flush();
        }
        // What the store has not yet is answered before the session is anybody else's.
        if (Volatile.Read(ref undurable) > 0)
            await server.Store!.FlushAsync();
    }

    /// <summary>Nothing more comes.</summary>
    public void Complete() => queue.Writer.TryComplete();

    private async ValueTask QueueAsync(Pending pending)
    {
        await queue.Writer.WriteAsync(pending);
        while (Interlocked.Read(ref waitingBytes) > server.Options.MaximumPendingBytes)
            await lighter.WaitAsync();
    }

    private ValueTask<MqttReasonCode> Start(MqttPublish publish)
    {
        if (!TopicLimits.Allow(publish.Topic, server.Options))
            return new(MqttReasonCode.TopicNameInvalid);
        // Section 4.7.2: what the server says of itself, nobody else says.
        if (publish.Topic.StartsWith(SystemTopics.Prefix, StringComparison.Ordinal))
            return new(MqttReasonCode.NotAuthorized);
        if (publish.Retain && !server.Retained.HasRoomFor(publish))
            return new(MqttReasonCode.QuotaExceeded);
        try
        {
            return server.Handler.PublishAsync(client, publish, CancellationToken.None);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<MqttReasonCode>(e);
        }
    }

    // Of what it did not hear of the application has nothing to say.
    private string? Explain(MqttPublish publish, MqttReasonCode reason) =>
        !TopicLimits.Allow(publish.Topic, server.Options) ? TopicLimits.Of(server.Options)
        : publish.Topic.StartsWith(SystemTopics.Prefix, StringComparison.Ordinal) ? $"only the server publishes below {SystemTopics.Prefix}"
        : publish.Retain && !server.Retained.HasRoomFor(publish) ? "there is no room for another retained publish"
        : server.Handler.Explain(client, publish.Topic, reason);

    private async ValueTask FinishAsync(Pending pending, ServerConnection connection)
    {
        try
        {
            Finish(pending, await pending.Answer, answered);
        }
        catch (MqttException e)
        {
            connection.Violate(e);
        }
        catch (Exception e)
        {
            server.Logger.HandlerFailed(client.ClientId, pending.Publish.Topic, e);
            connection.Close(MqttReasonCode.UnspecifiedError, "the publish could not be handled");
        }
    }

    private void Finish(in Pending pending, MqttReasonCode reason, WakeList wakes)
    {
        var publish = pending.Publish;
        long ticket = 0;
        if (reason.IsFailure())
            Refuse(publish, reason);
        else if (pending.IsNew)
            ticket = Route(publish, pending.PacketId, wakes);
        if (publish.Qos == QualityOfService.AtMostOnce)
            return;
        // [MQTT-4.3.2-4] [MQTT-4.3.3-8] The answer, with the publish's identifier.
        var type = publish.Qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec;
        var ack = new AckPacket(type, pending.PacketId, ReasonTable.Fit(type, reason));
        Answer(reason.IsFailure() && outbox.Texts.AreWanted ? outbox.Texts.Add(ack, Explain(publish, reason)) : ack, ticket);
    }

    private long Route(MqttPublish publish, ushort id, WakeList wakes)
    {
        // A QoS 2 publish and the note that it was taken are stored together, or a restart would deliver it twice, or never.
        if (publish.Qos != QualityOfService.ExactlyOnce || session.File is not { } file)
            return server.FanOut.Publish(publish, session, wakes);
        return server.Store!.Together(() =>
        {
            server.FanOut.Publish(publish, session, wakes);
            return file.Receive(id);
        });
    }

    // At once, or when the store has what the answer promises; in the publishes' order either way [MQTT-4.6.0-2] [MQTT-4.6.0-3].
    private void Answer(AckPacket ack, long ticket)
    {
        if (ticket == 0 && Volatile.Read(ref undurable) == 0)
        {
            session.Answer(outbox, ack);
            return;
        }
        Interlocked.Increment(ref undurable);
        server.Store!.WhenDurable(ticket, () =>
        {
            session.Answer(outbox, ack);
            Interlocked.Decrement(ref undurable);
            outbox.Wake();
        });
    }

    private void Refuse(MqttPublish publish, MqttReasonCode reason)
    {
        // MQTT 3.1.1 [MQTT-3.3.5-2]: a positive answer, or the connection is closed, after which the client sends it again: so only where that may help.
        var isFinal = reason is MqttReasonCode.NotAuthorized or MqttReasonCode.TopicNameInvalid or MqttReasonCode.PayloadFormatInvalid;
        if (client.ProtocolVersion == MqttProtocolVersion.V311 && publish.Qos != QualityOfService.AtMostOnce && !isFinal)
            throw new MqttException(reason, $"publish to {publish.Topic} refused, which MQTT 3.1.1 cannot say");
        server.Statistics.CountRefused(reason);
    }

    private MqttPublish ResolveAlias(in PublishPacket packet)
    {
        // [MQTT-3.3.4-6] Subscription identifiers come from servers only.
        if (packet.Publish.SubscriptionIds.Count > 0)
            throw MqttException.Protocol("Publish packet from a client with a subscription identifier");
        return aliases.Resolve(packet);
    }

    private void Flush()
    {
        answered.Flush();
        outbox.Wake();
    }

    private readonly record struct Pending(MqttPublish Publish, ushort PacketId, bool IsNew, ValueTask<MqttReasonCode> Answer);
}
