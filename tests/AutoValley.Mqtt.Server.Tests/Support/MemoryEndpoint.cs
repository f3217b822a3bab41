using System.Collections.Concurrent;
using System.Net;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Connections;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
using Microsoft.Extensions.Logging;

namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>The endpoint without a network, in virtual time; an error in its log fails the test.</summary>
internal sealed class MemoryEndpoint : IAsyncDisposable
{
    private readonly ConcurrentBag<Task> connections = [];
    private readonly ConcurrentBag<PacketPeer> peers = [];
    private readonly ErrorLog log = new();
    private volatile bool killed;

    /// <param name="handler">The application.</param>
    /// <param name="options">Limits.</param>
    /// <param name="authenticator">Enhanced authentication.</param>
    /// <param name="store">Its disk.</param>
    /// <param name="later">How long after the beginning of virtual time it starts.</param>
    public MemoryEndpoint(IMqttHandler? handler = null, MqttServerOptions? options = null, IMqttAuthenticator? authenticator = null, IMqttStore? store = null, TimeSpan later = default)
    {
        Time.Advance(later);
        Handler = handler ?? new RecordingHandler();
        Server = new MqttServer(options ?? new MqttServerOptions(), () => Handler, Time, log, new MqttServerParts(store, authenticator));
        // Nothing in it waits unless a store is held back, which tests do later.
        Server.StartAsync(CancellationToken.None).AsTask().Wait(TimeSpan.FromSeconds(30));
        Server.PublishDueWills();
    }

    public VirtualTime Time { get; } = new();

    public IMqttHandler Handler { get; }

    /// <summary>Where connections come from.</summary>
    public EndPoint? Remote { get; set; }

    public MqttServer Server { get; }

    /// <summary>Set by tests that cause one.</summary>
    public bool ExpectsErrors { get; set; }

    /// <summary>A connection that has not said anything yet.</summary>
    public PacketPeer Open(MqttProtocolVersion version = MqttProtocolVersion.V500, int bufferBytes = 64 * 1024)
    {
        var (near, far) = MemoryTransport.CreatePair(bufferBytes);
        connections.Add(new ServerConnection(Server, far, new Peer(Remote), far.Abort).RunAsync());
        var peer = new PacketPeer(near, version);
        peers.Add(peer);
        if (killed)
            peer.Lose();
        return peer;
    }

    /// <summary>A connected client.</summary>
    public async Task<PacketPeer> ConnectAsync(ConnectPacket packet, bool present = false, int bufferBytes = 64 * 1024)
    {
        var peer = Open(packet.Version, bufferBytes);
        await peer.SendAsync(packet);
        var answer = await peer.ReceiveAsync<ConnAckPacket>();
        Assert.Equal((MqttReasonCode.Success, present), (answer.Reason, answer.SessionPresent));
        return peer;
    }

    public Task<PacketPeer> ConnectAsync(string clientId) => ConnectAsync(new ConnectPacket { ClientId = clientId, CleanStart = true });

    /// <summary>A connected client with a subscription.</summary>
    public async Task<PacketPeer> SubscribeAsync(string clientId, string filter, QualityOfService qos)
    {
        var peer = await ConnectAsync(clientId);
        await SubscribeAsync(peer, new SubscriptionRequest(filter, qos));
        return peer;
    }

    public static async Task SubscribeAsync(PacketPeer peer, SubscriptionRequest request, uint id = 0)
    {
        await peer.SendAsync(new SubscribePacket(1, id, [request]));
        Assert.Equal([(MqttReasonCode)request.Qos], (await peer.ReceiveAsync<SubAckPacket>()).Reasons);
    }

    /// <summary>Waits until so many connections are left, the sessions of the others released.</summary>
    public Task ReleasedAsync(int connections = 0) => Eventually.IsTrueAsync(() => Server.ConnectionCount == connections);

    /// <summary>What peers see when the server's process is killed.</summary>
    public void Kill()
    {
        ExpectsErrors = true;
        killed = true;
        foreach (var peer in peers)
            peer.Lose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in peers)
            peer.Break();
        await Task.WhenAll(connections).WaitAsync(TimeSpan.FromSeconds(30));
        // A test that failed may leave a store that stands still.
        await Server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(ExpectsErrors || log.Errors.IsEmpty, string.Join('\n', log.Errors));
    }

    private sealed class ErrorLog : ILogger<MqttServer>
    {
        public ConcurrentQueue<string> Errors { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
                Errors.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");
        }
    }
}
