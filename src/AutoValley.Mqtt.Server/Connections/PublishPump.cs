using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>
/// The way of a client's publishes: to the application at once, answered in their order when the application is done with them. While earlier ones are pending
/// the next ones are handed over, up to the receive maximum. An application that completes at once is answered without a detour. One caller, the connection's
/// read loop.
/// </summary>
internal sealed class PublishPump
{
    private readonly MqttServer server;
    private readonly ServerSession session;
    private readonly MqttSessionInfo client;
    private readonly ServerConnection connection;
    private readonly PublishOutcome outcome;
    private readonly TopicCache topics = new();
    private readonly AliasTable aliases;
    private readonly RateLimit rate;
    private LateAnswers? late;

    public PublishPump(MqttServer server, ServerSession session, MqttSessionInfo client, Outbox<Delivery> outbox, ServerConnection connection)
    {
        (this.server, this.session, this.client, this.connection) = (server, session, client, connection);
        outcome = new PublishOutcome(server, session, client, outbox);
        aliases = new AliasTable(server.Options.TopicAliasMaximum);
        rate = new RateLimit(server.Options.MaximumPublishRate, server.Clock.GetUtcNow());
    }

    /// <summary>Subscribers that got something from the read loop.</summary>
    public WakeList Wakes { get; } = new();

    /// <summary>Takes one PUBLISH; not completed while too many are pending.</summary>
    public ValueTask TakeAsync(in PacketFrame frame)
    {
        // 1. Not too often, parsed, within the window, its alias replaced. What fails on its way is the collector's, and the connection's end.
        if (!rate.TryTake(server.Clock.GetUtcNow()))
            throw new MqttException(MqttReasonCode.MessageRateTooHigh, $"more than {server.Options.MaximumPublishRate} publishes a second");
        var encoded = server.Buffers.Rent(frame.Body.Length);
        var packet = PublishPacket.Read(frame, client.ProtocolVersion, topics, encoded);
        var isNew = session.Accept(packet.Publish.Qos, packet.PacketId);
        encoded.Become(ResolveAlias(packet));
        server.Statistics.CountReceived(encoded.Publish.Payload.Length);
        // 2. To the application, unless a limit speaks against it or it had it already.
        var pending = new PendingPublish(encoded, packet.PacketId, isNew, isNew ? Start(encoded.Publish) : new(MqttReasonCode.Success));
        // 3. Answered here if nothing is before it and its answer is there, so that Result does not wait; else in its turn.
        if (late is not { IsEmpty: false } && pending.Answer.IsCompletedSuccessfully)
        {
            outcome.Finish(pending, pending.Answer.Result, Wakes);
            encoded.Release();
            return default;
        }
        late ??= new LateAnswers(outcome, server, connection);
        return late.AddAsync(pending);
    }

    /// <summary>Nothing more comes; completes when all is answered.</summary>
    public async Task CompleteAsync()
    {
        if (late is not null)
            await late.CompleteAsync();
        await outcome.DurableAsync();
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

    private MqttPublish ResolveAlias(in PublishPacket packet)
    {
        // [MQTT-3.3.4-6] Subscription identifiers come from servers only.
        if (packet.Publish.SubscriptionIds.Count > 0)
            throw MqttException.Protocol("Publish packet from a client with a subscription identifier");
        return aliases.Resolve(packet);
    }
}
