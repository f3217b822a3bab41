using System.IO.Pipelines;
using System.Threading.Channels;
using AutoValley.Mqtt.Client;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt;

/// <summary>
/// An MQTT client over as many connections as it takes: connects again with back-off, resumes the session or subscribes anew, and keeps publishes until the
/// server has them, beyond the process with a <see cref="MqttSessionOptions.Store"/>. All members may be used from several threads.
/// <para>
/// For a session that the server keeps over the gaps set <see cref="MqttClientOptions.ClientId"/> and <see cref="MqttClientOptions.SessionExpiry"/> (3.1.1:
/// <see cref="MqttClientOptions.CleanStart"/> off). Without one, QoS 1 still arrives at least once, and QoS 2 may arrive twice. With a store, and a
/// <see cref="MqttClientOptions.Handler"/>, a QoS 2 publish that was handled is not handled again after a kill, unless that came before its identifier was on the disk; what
/// lies unread in <see cref="Received"/> a kill loses.
/// </para>
/// </summary>
public sealed class MqttClientSession : IAsyncDisposable
{
    private readonly SessionState state;
    private readonly SessionLoop loop;
    private readonly MqttSessionOptions options;

    private MqttClientSession(
        MqttClientOptions client, MqttSessionOptions options, Func<CancellationToken, Task<IDuplexPipe>> dial, TimeProvider clock)
    {
        if (options.Store is not null && (client.ClientId.Length == 0 || client.CleanStart))
            throw new ArgumentException("a store needs a ClientId and CleanStart = false: the server has to know the session again");
        this.options = options;
        state = new SessionState(client, clock, options.Store);
        loop = new SessionLoop(client, options, state, dial, clock);
    }

    /// <summary>Starts connecting, and goes on until <see cref="StopAsync"/>.</summary>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static MqttClientSession Start(MqttClientOptions client, MqttSessionOptions options, TimeProvider clock) =>
        Start(client, options, Dialling.Dial(client), clock);

    /// <summary>The same over any transport.</summary>
    internal static MqttClientSession Start(
        MqttClientOptions client, MqttSessionOptions options, Func<CancellationToken, Task<IDuplexPipe>> dial, TimeProvider clock)
    {
        var session = new MqttClientSession(client, options, dial, clock);
        session.loop.Start();
        return session;
    }

    /// <summary>How it stands.</summary>
    public MqttSessionStatus Status => loop.Status;

    /// <summary>What the subscriptions brought, over all connections; see <see cref="MqttClient.Received"/>. Completes with the session.</summary>
    public ChannelReader<MqttPublish> Received => state.Received.Reader;

    /// <summary>Publishes of QoS 0 that were dropped because the application had as many as it may.</summary>
    public long DroppedPublishes => state.Dropped;

    /// <summary>Waits until it is connected; the token is the only limit.</summary>
    /// <exception cref="MqttException">The session was stopped.</exception>
    public async Task ConnectedAsync(CancellationToken cancellation) => await loop.ConnectionAsync(null, cancellation);

    /// <summary>Publishes, and waits for the answer as <see cref="MqttClient.PublishAsync"/> does, over as many connections as it takes.</summary>
    /// <exception cref="MqttException">The session was stopped, the publish expired, or the server does not take such a one.</exception>
    public async ValueTask<MqttReasonCode> PublishAsync(MqttPublish publish, CancellationToken cancellation)
    {
        var request = await QueueAsync(publish, cancellation);
        return await request.WaitAsync(cancellation);
    }

    /// <summary>Takes a publish in; done when it is kept: with a store and QoS 1 or 2, where neither a kill nor a power cut loses it.</summary>
    /// <exception cref="MqttException">The session was stopped, or the store is full or fails.</exception>
    public async ValueTask<MqttDelivery> StoreAsync(MqttPublish publish, CancellationToken cancellation) =>
        new(await QueueAsync(publish, cancellation));

    /// <summary>Subscribes, now and on every connection whose server does not know the session. Waits for the server.</summary>
    /// <exception cref="MqttException">The server refused, or the session was stopped.</exception>
    public Task SubscribeAsync(MqttSubscription subscription, CancellationToken cancellation)
    {
        subscription.CheckFilter();
        return loop.SubscribeAsync(subscription, cancellation);
    }

    /// <summary>Ends a subscription. Waits for the server.</summary>
    /// <exception cref="MqttException">The server refused, or the session was stopped.</exception>
    public Task UnsubscribeAsync(string filter, CancellationToken cancellation) => loop.UnsubscribeAsync(filter, cancellation);

    /// <summary>Says goodbye and ends. What was not acknowledged fails; a store keeps it for the next start.</summary>
    /// <param name="sessionExpiry">How long the server keeps the session from now on (MQTT 5); null as was said in CONNECT.</param>
    /// <param name="cancellation">Closes without waiting for the server.</param>
    public async Task StopAsync(TimeSpan? sessionExpiry, CancellationToken cancellation)
    {
        await loop.StopAsync(sessionExpiry, cancellation);
        if (options.Store is { } store)
            await store.DisposeAsync();
    }

    /// <summary>Ends as <see cref="StopAsync"/> does.</summary>
    public ValueTask DisposeAsync() => new(StopAsync(null, CancellationToken.None));

    private ValueTask<PublishRequest> QueueAsync(MqttPublish publish, CancellationToken cancellation)
    {
        publish.CheckTopic();
        return state.QueueAsync(new EncodedPublish(publish), cancellation);
    }
}
