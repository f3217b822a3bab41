using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Storing;

/// <summary>Wills over the end of the server's process: what a killed server owes is published after its restart.</summary>
public sealed class StoredWillTests
{
    private readonly RecordingHandler handler = new();
    private readonly MemoryStore store = new();

    [Theory]
    [Conformance("MQTT-3.1.2-7", "MQTT-3.1.2-8")]
    [InlineData(null)]
    [InlineData(600u)]
    public async Task Killed_WhileConnected_WillIsPublishedAtTheRestart(uint? expiry)
    {
        var will = Publish("status", "offline", QualityOfService.ExactlyOnce) with { Retain = true, ContentType = "x", MessageExpiry = TimeSpan.FromHours(1) };
        var disk = await KilledAsync(Connect("c", expiry) with { UserName = "u", Will = new ConnectWill(will, 0) });

        await using var second = new MemoryEndpoint(handler, store: disk);

        Assert.Equal("publish c status offline", await handler.NextAsync());
        var watcher = await second.SubscribeAsync("w", "status", QualityOfService.ExactlyOnce);
        var (publish, topic) = ((await watcher.ReceiveAsync<PublishPacket>()).Publish, "status");
        Assert.Equal((topic, true, "x", TimeSpan.FromHours(1), QualityOfService.ExactlyOnce), (publish.Topic, publish.Retain, publish.ContentType, publish.MessageExpiry, publish.Qos));
        await second.Server.Store!.FlushAsync();
        Assert.Equal((0, 1), (disk.Count(MqttStoreKind.Will), disk.Count(MqttStoreKind.Retained)));
    }

    [Fact]
    public async Task Killed_WhileConnected_TheHandlerLearnsWhoseWillItIs()
    {
        var disk = await KilledAsync(Connect("c") with { UserName = "u", Version = MqttProtocolVersion.V311, Will = new ConnectWill(Publish("status", "offline"), 0) });
        var asked = new ClientOf();
        await using var second = new MemoryEndpoint(asked, store: disk);
        var client = Assert.IsType<MqttSessionInfo>(asked.Client);
        Assert.Equal(("c", "u", MqttProtocolVersion.V311, null), (client.ClientId, client.UserName, client.ProtocolVersion, client.RemoteEndPoint));
    }

    [Fact]
    [Conformance("MQTT-3.1.3-9")]
    public async Task Killed_WhileConnected_TheDelayBeginsWithTheRestart()
    {
        var connect = Connect("c", expiry: 100) with { CleanStart = false, Will = new ConnectWill(Publish("status", "offline"), 10) };
        var disk = await KilledAsync(connect);
        await using (var second = new MemoryEndpoint(handler, store: disk))
        {
            second.Time.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(0, handler.Waiting);
            second.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("publish c status offline", await handler.NextAsync());
            await ForgottenAsync(second, disk);
        }
        await using var third = new MemoryEndpoint(handler, store: disk);
        third.Time.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal(0, handler.Waiting);
    }

    [Fact]
    [Conformance("MQTT-3.1.3-9")]
    public async Task Killed_WhileTheDelayRuns_ItGoesOnFromTheLossOfTheConnection()
    {
        var connect = Connect("c", expiry: 100) with { CleanStart = false, Will = new ConnectWill(Publish("status", "offline"), 10) };
        var disk = await KilledAsync(connect, endpoint => endpoint.Time.Advance(TimeSpan.FromSeconds(4)), leaves: true);
        // Another two seconds until the restart.
        await using var second = new MemoryEndpoint(handler, store: disk, later: TimeSpan.FromSeconds(6));
        second.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, handler.Waiting);
        second.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("publish c status offline", await handler.NextAsync());
    }

    [Fact]
    public async Task Restart_AfterTheDelay_PublishesAtOnce()
    {
        var connect = Connect("c", expiry: 100) with { Will = new ConnectWill(Publish("status", "offline"), 10) };
        var disk = await KilledAsync(connect, leaves: true);
        await using var second = new MemoryEndpoint(handler, store: disk, later: TimeSpan.FromSeconds(11));
        Assert.Equal("publish c status offline", await handler.NextAsync());
        Assert.Equal(1, second.Server.SessionCount);
    }

    [Fact]
    public async Task Restart_AfterTheSessionsEnd_PublishesALongerDelayedWillAtOnce()
    {
        var connect = Connect("c", expiry: 5) with { Will = new ConnectWill(Publish("status", "offline"), 1000) };
        var disk = await KilledAsync(connect, leaves: true);
        await using var second = new MemoryEndpoint(handler, store: disk, later: TimeSpan.FromSeconds(6));
        Assert.Equal("publish c status offline", await handler.NextAsync());
        Assert.Equal(0, second.Server.SessionCount);
        await ForgottenAsync(second, disk);
    }

    [Fact]
    [Conformance("MQTT-3.1.3-9")]
    public async Task Restart_ClientBackInTime_NoWill()
    {
        var connect = Connect("c", expiry: 100) with { CleanStart = false, Will = new ConnectWill(Publish("status", "offline"), 10) };
        var disk = await KilledAsync(connect);
        await using var second = new MemoryEndpoint(handler, store: disk);
        second.Time.Advance(TimeSpan.FromSeconds(9));
        var peer = await second.ConnectAsync(connect with { Will = null }, present: true);
        Assert.Equal("connect c", await handler.NextAsync());
        second.Time.Advance(TimeSpan.FromSeconds(200));
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        Assert.Equal(0, handler.Waiting);
        await ForgottenAsync(second, disk);
    }

    [Fact]
    [Conformance("MQTT-3.1.2-10")]
    public async Task Goodbye_Normal_LeavesNoWillInTheStore()
    {
        await using var endpoint = new MemoryEndpoint(handler, store: store);
        var peer = await endpoint.ConnectAsync(Connect("c", 600) with { Will = new ConnectWill(Publish("status", "offline"), 10) });
        Assert.Equal(1, store.Count(MqttStoreKind.Will));
        await peer.SendAsync(new DisconnectPacket(MqttReasonCode.Success));
        await endpoint.ReleasedAsync();
        await ForgottenAsync(endpoint, store);
    }

    [Fact]
    public async Task Connect_StoreStandsStill_IsAnsweredWhenTheWillIsStored()
    {
        await using var endpoint = new MemoryEndpoint(handler, store: store);
        store.Hold();
        var peer = endpoint.Open();
        await peer.SendAsync(Connect("c") with { Will = new ConnectWill(Publish("status", "offline"), 0) });
        var answer = peer.ReceiveAsync<ConnAckPacket>();
        Assert.Equal("connect c", await handler.NextAsync());
        await (await endpoint.ConnectAsync("other")).ReceiveUntilPongAsync();
        Assert.Equal((false, 1), (answer.IsCompleted, endpoint.Server.Statistics.ConnectionsAccepted));
        store.Continue();
        Assert.Equal(MqttReasonCode.Success, (await answer).Reason);
        Assert.Equal(1, store.Count(MqttStoreKind.Will));
    }

    [Fact]
    public async Task Connect_StoreStandsStillForTooLong_IsRefusedAndLeavesNoWill()
    {
        await using var endpoint = new MemoryEndpoint(handler, store: store);
        store.Hold();
        var peer = endpoint.Open();
        await peer.SendAsync(Connect("c", 600) with { Will = new ConnectWill(Publish("status", "offline"), 0) });
        var answer = peer.ReceiveAsync<ConnAckPacket>();
        await Eventually.IsTrueAsync(() =>
        {
            endpoint.Time.Advance(TimeSpan.FromSeconds(1));
            return answer.IsCompleted;
        });
        Assert.Equal(MqttReasonCode.ServerUnavailable, (await answer).Reason);
        await endpoint.ReleasedAsync();
        store.Continue();
        await ForgottenAsync(endpoint, store);
        Assert.Equal(["connect c", "disconnected c ServerUnavailable"], [await handler.NextAsync(), await handler.NextAsync()]);
        Assert.Equal(0, handler.Waiting);
    }

    [Fact]
    public async Task Will_RefusedByTheHandler_IsAskedForOnce()
    {
        handler.Answers["status"] = _ => new(MqttReasonCode.NotAuthorized);
        var disk = await KilledAsync(Connect("c") with { Will = new ConnectWill(Publish("status", "offline") with { Retain = true }, 0) });
        await using var second = new MemoryEndpoint(handler, store: disk);
        Assert.Equal("publish c status offline", await handler.NextAsync());
        await ForgottenAsync(second, disk);
        Assert.Equal(0, second.Server.RetainedCount);
    }

    [Fact]
    public async Task Killed_WhileTheHandlerThinks_IsAskedAgainAfterTheRestart()
    {
        handler.Answers["status"] = _ => new(new TaskCompletionSource<MqttReasonCode>().Task);
        var connect = Connect("c", expiry: 100) with { Will = new ConnectWill(Publish("status", "offline"), 10) };
        MemoryStore disk;
        await using (var endpoint = new MemoryEndpoint(handler, store: store))
        {
            (await endpoint.ConnectAsync(connect)).Break();
            await endpoint.ReleasedAsync();
            endpoint.Time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(["connect c", "disconnected c UnspecifiedError", "publish c status offline"], [await handler.NextAsync(), await handler.NextAsync(), await handler.NextAsync()]);
            // The client comes back with another Will: its Wills do not mix.
            await endpoint.ConnectAsync(connect with { CleanStart = false, Will = new ConnectWill(Publish("status", "again"), 10) }, present: true);
            Assert.Equal("connect c", await handler.NextAsync());
            await endpoint.Server.Store!.FlushAsync();
            disk = store.Copy();
        }
        handler.Answers.Clear();
        while (handler.Waiting > 0)
            await handler.NextAsync();
        await using var second = new MemoryEndpoint(handler, store: disk, later: TimeSpan.FromSeconds(20));
        Assert.Equal("publish c status offline", await handler.NextAsync());
        Assert.Equal(0, handler.Waiting);
        second.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("publish c status again", await handler.NextAsync());
    }

    private static Task ForgottenAsync(MemoryEndpoint endpoint, MemoryStore disk) => Eventually.IsTrueAsync(async () =>
    {
        await endpoint.Server.Store!.FlushAsync();
        return disk.Count(MqttStoreKind.Will) == 0;
    });

    // The disk as a kill leaves it, with the client connected, or gone without a word.
    private async Task<MemoryStore> KilledAsync(ConnectPacket connect, Action<MemoryEndpoint>? before = null, bool leaves = false)
    {
        MemoryStore disk;
        var first = new RecordingHandler();
        await using (var endpoint = new MemoryEndpoint(first, store: store))
        {
            var peer = await endpoint.ConnectAsync(connect);
            if (leaves)
            {
                peer.Break();
                await endpoint.ReleasedAsync();
            }
            before?.Invoke(endpoint);
            await endpoint.Server.Store!.FlushAsync();
            Assert.Equal(1, first.Waiting - (leaves ? 1 : 0));
            disk = store.Copy();
        }
        Assert.Equal(1, disk.Count(MqttStoreKind.Will));
        return disk;
    }

    private sealed class ClientOf : IMqttHandler
    {
        public MqttSessionInfo? Client { get; private set; }

        public ValueTask<MqttReasonCode> PublishAsync(MqttSessionInfo client, MqttPublish publish, CancellationToken cancellation)
        {
            Client = client;
            return new(MqttReasonCode.Success);
        }
    }
}
