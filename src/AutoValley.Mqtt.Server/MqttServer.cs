using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Connections;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Server.Storing;
using Microsoft.Extensions.Logging;

namespace AutoValley.Mqtt.Server;

/// <summary>The MQTT endpoint: sessions, subscriptions and retained publishes of all connections. One a process, made by <c>AddMqttServer</c>.</summary>
public sealed class MqttServer : IAsyncDisposable
{
    /// <summary>Connections beyond the maximum that are told so at a time; more are closed at once.</summary>
    private const int MaximumRefusals = 64;

    private readonly Lazy<IMqttHandler> handler;
    private IReadOnlyList<PendingWill> dueWills = [];
    private SystemTopics? systemTopics;
    private int connections;

    internal MqttServer(MqttServerOptions options, Func<IMqttHandler> handler, TimeProvider clock, ILogger<MqttServer> logger, MqttServerParts parts = default)
    {
        // The handler may itself publish through this object, so it is not asked for before the first connection.
        this.handler = new Lazy<IMqttHandler>(handler);
        (Options, Clock, Logger) = (options, clock, logger);
        Authenticator = parts.Authenticator;
        Store = parts.Store is { } store ? new StoreWriter(store, clock, logger) : null;
        Wills = new WillFile(Store);
        Retained = new RetainedStore(options, clock, Store);
        FanOut = new FanOut(Subscriptions, Retained, clock);
        Sessions = new SessionRegistry(this);
        Addresses = new AddressBook(options.MaximumConnectionsPerAddress);
        Buffers = new PublishPool(options.MaximumPooledBytes);
    }

    /// <summary>Connections that stand, or are about to.</summary>
    public int ConnectionCount => Volatile.Read(ref connections);

    /// <summary>Sessions, connected or kept for their client.</summary>
    public int SessionCount => Sessions.Count;

    /// <summary>Topics with a retained publish.</summary>
    public int RetainedCount => Retained.Count;

    /// <summary>Counters.</summary>
    public MqttServerStatistics Statistics { get; } = new();

    internal MqttServerOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal ILogger Logger { get; }

    internal IMqttAuthenticator? Authenticator { get; }

    /// <summary>Null when everything is in memory.</summary>
    internal StoreWriter? Store { get; }

    internal WillFile Wills { get; }

    internal AddressBook Addresses { get; }

    /// <summary>Memory for what clients publish.</summary>
    internal PublishPool Buffers { get; }

    internal IMqttHandler Handler => handler.Value;

    internal SubscriptionTree Subscriptions { get; } = new();

    internal RetainedStore Retained { get; }

    internal FanOut FanOut { get; }

    internal SessionRegistry Sessions { get; }

    /// <summary>Publishes from the server itself to all subscribers, and keeps it if retained. The handler is not asked. Completes when it is queued for each; never waits for one.</summary>
    /// <exception cref="ArgumentException">The topic is no topic name.</exception>
    /// <exception cref="MqttException">The retained publishes are full.</exception>
    public ValueTask PublishAsync(MqttPublish publish, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!TopicRules.IsName(publish.Topic))
            throw new ArgumentException($"'{publish.Topic}' is no topic name", nameof(publish));
        if (publish.Retain && !Retained.HasRoomFor(publish))
            throw new MqttException(MqttReasonCode.QuotaExceeded, $"no room to retain a publish to {publish.Topic}");
        Publish(publish);
        return ValueTask.CompletedTask;
    }

    /// <summary>The retained publish of a topic; null when there is none.</summary>
    public MqttPublish? FindRetained(string topic)
    {
        foreach (var delivery in TopicRules.IsName(topic) ? Retained.Match(topic) : [])
            return delivery.Encoded.Publish;
        return null;
    }

    /// <summary>Takes in what the store has, and begins with <see cref="MqttServerOptions.SystemInterval"/>; before the first connection.</summary>
    internal async ValueTask StartAsync(CancellationToken cancellation)
    {
        if (Store is not null)
            dueWills = new StoredState(this).Restore(await Store.StartAsync(cancellation));
        if (Options.SystemInterval > TimeSpan.Zero)
            systemTopics = new SystemTopics(this);
    }

    /// <summary>Asks the handler for the Wills that came due while the process was away, or with its end; before the first connection, and without waiting for the answers.</summary>
    internal void PublishDueWills()
    {
        foreach (var will in dueWills)
            _ = PublishWillAsync(will);
        dueWills = [];
    }

    /// <summary>Writes what waits for the store and ends; after the last connection, by the host.</summary>
    public async ValueTask DisposeAsync()
    {
        systemTopics?.Dispose();
        if (Store is not null)
            await Store.DisposeAsync();
    }

    /// <summary>Queues a publish of the server's own.</summary>
    internal void Publish(MqttPublish publish)
    {
        var wakes = new WakeList();
        FanOut.Publish(new EncodedPublish(publish), from: null, wakes);
        wakes.Flush();
    }

    /// <summary>Counts a connection in; null when there are so many that it is not even told.</summary>
    internal EntryKind? Enter()
    {
        var count = Interlocked.Increment(ref connections);
        if (count <= Options.MaximumConnections)
            return EntryKind.Room;
        if (count <= Options.MaximumConnections + MaximumRefusals)
            return EntryKind.Full;
        Statistics.CountRefused(MqttReasonCode.ConnectionRateExceeded);
        return null;
    }

    /// <summary>Counts it out.</summary>
    internal void Leave() => Interlocked.Decrement(ref connections);

    /// <summary>Publishes a Will, elsewhere.</summary>
    internal void PublishWill(PendingWill pending)
    {
        // Nothing holds it up any more, not even a client that comes back before the handler is done.
        Wills.Wait(pending, Clock.GetUtcNow());
        // Its failures are logged.
        _ = Task.Run(() => PublishWillAsync(pending));
    }

    /// <summary>Publishes a Will as its client would have; failures are logged.</summary>
    internal async Task PublishWillAsync(PendingWill pending)
    {
        var (client, publish) = (pending.Client, pending.Will.Publish);
        try
        {
            var fits = !publish.Retain || Retained.HasRoomFor(publish);
            var reason = fits ? await Handler.PublishAsync(client, publish, CancellationToken.None) : MqttReasonCode.QuotaExceeded;
            if (!reason.IsFailure())
            {
                Wills.Settle(pending, () => Publish(publish));
                return;
            }
            Statistics.CountRefused(reason);
            Logger.WillRefused(client.ClientId, reason);
        }
        catch (Exception e)
        {
            Logger.HandlerFailed(client.ClientId, publish.Topic, e);
        }
        Wills.Forget(pending);
    }
}
