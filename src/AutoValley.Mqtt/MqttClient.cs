using System.IO.Pipelines;
using System.Threading.Channels;
using AutoValley.Mqtt.Client;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt;

/// <summary>
/// An MQTT client over ONE connection: when that ends the client has ended, and connecting again is the caller's policy; <see cref="MqttClientSession"/>
/// has one. Publishes of QoS 1 and 2 are pipelined up to the server's receive maximum. All members may be used from several threads.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private readonly ClientConnection connection;
    private readonly SessionState session;
    private readonly MqttClientOptions options;

    private MqttClient(IDuplexPipe transport, MqttClientOptions options, Granted granted, TimeProvider clock)
    {
        (this.options, session) = (options, new SessionState(options, clock));
        connection = new ClientConnection(transport, options, granted, session, clock) { Ended = session.End };
        connection.Start();
    }

    /// <summary>Connects, and waits for the server's consent.</summary>
    /// <exception cref="MqttException">The server is not there, does not answer in time, or refused: <see cref="MqttException.Reason"/> says which.</exception>
    public static async Task<MqttClient> ConnectAsync(MqttClientOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var (transport, granted) = await Dialling.RunAsync(Dialling.Dial(options), options, clock, cancellation);
        return new MqttClient(transport, options, granted, clock);
    }

    /// <summary>Connects over any transport.</summary>
    internal static async Task<MqttClient> ConnectAsync(IDuplexPipe transport, MqttClientOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var granted = await Handshake.RunAsync(transport, options, cancellation);
        return new MqttClient(transport, options, granted, clock);
    }

    /// <summary>Whether the server kept an earlier session of this client id.</summary>
    public bool SessionPresent => connection.Granted.SessionPresent;

    /// <summary>The client id, which the server may have chosen.</summary>
    public string ClientId => connection.Granted.ClientId;

    /// <summary>
    /// What the subscriptions brought, bounded (<see cref="MqttClientOptions.MaximumReceived"/>). Completes with the connection.
    /// QoS 1 and 2 are acknowledged when they are in here. Empty with a <see cref="MqttClientOptions.Handler"/>.
    /// </summary>
    public ChannelReader<MqttPublish> Received => session.Received.Reader;

    /// <summary>Publishes of QoS 0 that were dropped because the application had as many as it may.</summary>
    public long DroppedPublishes => session.Dropped;

    /// <summary>Completes when the connection ended; faulted with the cause unless it was <see cref="DisconnectAsync(CancellationToken)"/>.</summary>
    public Task Closed => connection.Closed;

    /// <summary>
    /// Publishes. QoS 0 completes when it is written; QoS 1 with PUBACK and QoS 2 with PUBCOMP, whose reason code it gives (0x80 and above: refused).
    /// Waits while <see cref="MqttClientOptions.MaximumPendingPublishes"/> are under way. Cancelling stops the waiting; the publish may have gone out.
    /// </summary>
    /// <exception cref="ArgumentException">The topic is no topic name.</exception>
    /// <exception cref="MqttException">The connection is lost, or the server does not take such a publish (too large, QoS, retain).</exception>
    public ValueTask<MqttReasonCode> PublishAsync(MqttPublish publish, CancellationToken cancellation)
    {
        publish.CheckTopic();
        cancellation.ThrowIfCancellationRequested();
        var encoded = new EncodedPublish(publish);
        if (connection.Granted.Refusal(encoded, options.ProtocolVersion) is { } refusal)
            throw refusal;
        return session.TryQueue(encoded) is { } request ? request.WaitAsync(cancellation) : PublishLaterAsync(encoded, cancellation);
    }

    /// <summary>Subscribes to a filter; returns when the server granted it, at this QoS or below.</summary>
    /// <exception cref="MqttException">The server refused, does not answer, or the connection is lost.</exception>
    public Task SubscribeAsync(string filter, QualityOfService qos, CancellationToken cancellation) =>
        SubscribeAsync(new MqttSubscription(filter, qos), cancellation);

    /// <summary>Subscribes with all that a subscription may say.</summary>
    /// <exception cref="MqttException">The server refused, does not answer, or the connection is lost.</exception>
    public Task SubscribeAsync(MqttSubscription subscription, CancellationToken cancellation)
    {
        subscription.CheckFilter();
        return connection.Requests.SubscribeAsync(subscription, cancellation);
    }

    /// <summary>Ends a subscription.</summary>
    /// <exception cref="MqttException">The server refused, does not answer, or the connection is lost.</exception>
    public Task UnsubscribeAsync(string filter, CancellationToken cancellation) => connection.Requests.UnsubscribeAsync(filter, cancellation);

    /// <summary>Says goodbye, so that no Will is published, and closes. Publishes not acknowledged by then fail.</summary>
    public Task DisconnectAsync(CancellationToken cancellation) => DisconnectAsync(null, cancellation);

    /// <summary>The same, with a new session expiry (MQTT 5): zero ends the session now.</summary>
    public async Task DisconnectAsync(TimeSpan? sessionExpiry, CancellationToken cancellation)
    {
        await connection.DisconnectAsync(sessionExpiry, cancellation);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Closes without a goodbye if <see cref="DisconnectAsync(CancellationToken)"/> was not called: the server publishes the Will.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Closed.IsCompleted)
            connection.Fail(MqttException.Lost("the client was disposed"), tellPeer: false);
        await Task.WhenAny(Closed);
    }

    private async ValueTask<MqttReasonCode> PublishLaterAsync(EncodedPublish publish, CancellationToken cancellation)
    {
        var request = await session.QueueAsync(publish, cancellation);
        return await request.WaitAsync(cancellation);
    }
}
