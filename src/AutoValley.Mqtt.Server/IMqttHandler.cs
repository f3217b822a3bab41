namespace AutoValley.Mqtt.Server;

/// <summary>The application behind the endpoint. The default implementations accept everything.</summary>
public interface IMqttHandler
{
    /// <summary>
    /// A client wants to connect; a failure code refuses it and goes into CONNACK. When it takes over the session of a living connection, that
    /// one's <see cref="DisconnectedAsync"/> comes after this call and before the new connection's first publish.
    /// </summary>
    ValueTask<MqttReasonCode> ConnectAsync(MqttConnectInfo info, CancellationToken cancellation) => new(MqttReasonCode.Success);

    /// <summary>
    /// A client published. The answer goes into PUBACK or PUBREC, which is sent when this completes and not before; a success code lets the
    /// publish out to subscribers, and keeps it if retained. Calls of one connection start in the order of its publishes, from one thread at a time,
    /// and the next starts while earlier ones are pending; their answers go out in order. The publish is lent,
    /// object and payload, until the answer completes: who needs it longer, or hands it to somebody who does, takes <see cref="MqttPublish.Keep"/>.
    /// An exception closes the connection, without the answer: with the code of an <see cref="MqttException"/>, else with UnspecifiedError.
    /// MQTT 3.1.1 cannot carry a failure code: NotAuthorized, TopicNameInvalid and PayloadFormatInvalid are acknowledged there (and go no further), any other
    /// closes the connection, so that the client tries again.
    /// Also called for a Will: once, whatever comes of it; with a store also for those of an earlier life of the process, before its first connection, whose
    /// client has neither address nor <see cref="MqttSessionInfo.State"/>. A Will that the process died over is asked for again.
    /// </summary>
    /// <param name="client">Who.</param>
    /// <param name="publish">What; its topic is valid and has no alias any more.</param>
    /// <param name="cancellation">Not cancelled when the connection ends: what has arrived is brought to its end.</param>
    ValueTask<MqttReasonCode> PublishAsync(MqttSessionInfo client, MqttPublish publish, CancellationToken cancellation) => new(MqttReasonCode.Success);

    /// <summary>
    /// Words for people beside a failure that <see cref="PublishAsync"/> gave, or <see cref="MaySubscribe"/> with NotAuthorized: the answer's Reason String, for
    /// clients that take one (MQTT 5.0 section 3.4.2.2.2); at most 200 characters of it. Null is none.
    /// </summary>
    /// <param name="client">Whose request.</param>
    /// <param name="topic">The publish's topic, or the subscription's filter.</param>
    /// <param name="reason">The failure.</param>
    string? Explain(MqttSessionInfo client, string topic, MqttReasonCode reason) => null;

    /// <summary>Whether a client may subscribe to a (valid) filter; if not, SUBACK says NotAuthorized.</summary>
    bool MaySubscribe(MqttSessionInfo client, string filter) => true;

    /// <summary>What a client that asks for it learns as Response Information, from which it makes its response topics (MQTT 5.0 section 4.10); null is nothing.</summary>
    string? ResponseInformation(MqttSessionInfo client) => null;

    /// <summary>A connection that was accepted ended; its Will, if one is due at once, was published before.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="reason">Why; Success is a goodbye of the client.</param>
    /// <param name="cancellation">The server stops.</param>
    ValueTask DisconnectedAsync(MqttSessionInfo client, MqttReasonCode reason, CancellationToken cancellation) => default;
}
