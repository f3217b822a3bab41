using System.Threading.Channels;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Client;

/// <summary>A session over several connections, whose servers the test plays, in virtual time.</summary>
public sealed class MqttClientSessionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly VirtualTime time = new();
    private readonly ScriptedServers servers = new();
    private MqttClientSession session = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    // Time stands still: a goodbye would wait for ever.
    public Task DisposeAsync() => session.StopAsync(null, new CancellationToken(canceled: true)).WaitAsync(Patience);

    [Fact]
    [Conformance("MQTT-4.4.0-1")]
    public async Task Reconnect_ServerKeptSession_SendsAgainAsDuplicateWithItsIdentifier()
    {
        session = Start();
        var (first, _) = await servers.AcceptAsync();
        var publish = session.PublishAsync(Publish("a"), default).AsTask();
        var sent = await first.ReceiveAsync<PublishPacket>();
        first.Break();

        var (second, connect) = await AcceptNextAsync(sessionPresent: true);
        Assert.False(connect.CleanStart);
        Assert.Equal(("c", 3600u), (connect.ClientId, connect.SessionExpirySeconds));
        var again = await second.ReceiveAsync<PublishPacket>();
        Assert.Equal((sent.PacketId, true), (again.PacketId, again.Publish.Duplicate));
        await second.SendAsync(new AckPacket(PacketType.PubAck, again.PacketId, MqttReasonCode.Success));
        Assert.Equal(MqttReasonCode.Success, await publish.WaitAsync(Patience));
    }

    [Fact]
    public async Task Reconnect_ServerChoseTheClientId_ComesBackWithIt()
    {
        session = MqttClientSession.Start(
            new MqttClientOptions { SessionExpiry = TimeSpan.FromHours(1), KeepAlive = TimeSpan.Zero }, new MqttSessionOptions { Random = () => 0 }, servers.DialAsync, time);
        var (first, connect) = await servers.AcceptAsync(granted: new Properties().Add(PropertyId.AssignedClientId, "auto-1"));
        Assert.Equal("", connect.ClientId);
        await session.ConnectedAsync(default).WaitAsync(Patience);
        first.Break();
        var (_, again) = await AcceptNextAsync(sessionPresent: true);
        Assert.Equal(("auto-1", false), (again.ClientId, again.CleanStart));
    }

    [Fact]
    public async Task Reconnect_ServerKeptSession_DoesNotSubscribeAgain()
    {
        session = Start();
        var (first, _) = await servers.AcceptAsync();
        await SubscribeAsync(session, first, "t/#");
        first.Break();
        var (second, _) = await AcceptNextAsync(sessionPresent: true);
        await session.ConnectedAsync(default).WaitAsync(Patience);
        var publish = session.PublishAsync(Publish("a") with { Qos = QualityOfService.AtMostOnce }, default).AsTask();
        Assert.Equal("a", (await second.ReceiveAsync<PublishPacket>()).Publish.Topic);
        await publish.WaitAsync(Patience);
    }

    [Fact]
    [Conformance("MQTT-3.2.2-5")]
    public async Task Reconnect_ServerForgotSession_SubscribesAnewAndSendsAsNew()
    {
        session = Start();
        var (first, _) = await servers.AcceptAsync();
        await SubscribeAsync(session, first, "t/#");
        var publish = session.PublishAsync(Publish("a"), default).AsTask();
        await first.ReceiveAsync<PublishPacket>();
        first.Break();

        var (second, _) = await AcceptNextAsync(sessionPresent: false);
        var packets = new[] { await second.ReceiveAsync(), await second.ReceiveAsync() };
        var subscribe = Assert.Single(packets.OfType<SubscribePacket>());
        Assert.Equal("t/#", Assert.Single(subscribe.Requests).Filter);
        var again = Assert.Single(packets.OfType<PublishPacket>());
        Assert.False(again.Publish.Duplicate);
        await second.SendAsync(new SubAckPacket(PacketType.SubAck, subscribe.PacketId, [MqttReasonCode.GrantedQos1]));
        await second.SendAsync(new AckPacket(PacketType.PubAck, again.PacketId, MqttReasonCode.Success));
        await publish.WaitAsync(Patience);
        await session.ConnectedAsync(default).WaitAsync(Patience);
        Assert.Equal((true, 2, false), (session.Status.IsConnected, session.Status.Connections, session.Status.SessionPresent));
    }

    [Theory]
    [Conformance("MQTT-4.3.3-6")]
    [InlineData(true, MqttReasonCode.Success)]
    [InlineData(false, MqttReasonCode.PacketIdentifierNotFound)]
    public async Task Reconnect_BetweenPubRecAndPubComp_SendsNoPublish(bool sessionPresent, MqttReasonCode expected)
    {
        session = Start();
        var (first, _) = await servers.AcceptAsync();
        var publish = session.PublishAsync(Publish("a") with { Qos = QualityOfService.ExactlyOnce }, default).AsTask();
        var sent = await first.ReceiveAsync<PublishPacket>();
        await first.SendAsync(new AckPacket(PacketType.PubRec, sent.PacketId, MqttReasonCode.Success));
        await first.ReceiveAsync<AckPacket>();
        first.Break();

        var (second, _) = await AcceptNextAsync(sessionPresent);
        if (sessionPresent)
        {
            await second.ExpectAsync(new AckPacket(PacketType.PubRel, sent.PacketId, MqttReasonCode.Success));
            await second.SendAsync(new AckPacket(PacketType.PubComp, sent.PacketId, MqttReasonCode.Success));
        }
        Assert.Equal(expected, await publish.WaitAsync(Patience));
    }

    [Fact]
    public async Task Connect_Refused_WaitsLongerEachTimeAndSaysWhy()
    {
        servers.Refuse(3);
        session = Start();
        foreach (var wait in new[] { 1, 2, 4 })
        {
            await WaitingAsync();
            Assert.Equal((TimeSpan.FromSeconds(wait), "nobody is there"), (session.Status.NextRetry, session.Status.LastError?.Message));
            var before = servers.Attempts;
            time.Advance(TimeSpan.FromSeconds(wait - 0.001));
            Assert.Equal(before, servers.Attempts);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }
        var (server, _) = await servers.AcceptAsync();
        await session.ConnectedAsync(default).WaitAsync(Patience);
        Assert.Null(session.Status.LastError);

        // Broken at once, it was no good connection: the waits go on growing.
        server.Break();
        await WaitingAsync();
        Assert.Equal(TimeSpan.FromSeconds(8), session.Status.NextRetry);
        time.Advance(TimeSpan.FromSeconds(8));
        (server, _) = await servers.AcceptAsync();
        await session.ConnectedAsync(default).WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(6));
        server.Break();
        await WaitingAsync();
        Assert.Equal(TimeSpan.FromSeconds(1), session.Status.NextRetry);
    }

    [Fact]
    public async Task PublishAsync_WithoutConnection_GoesWithTheNextOneUnlessItExpires()
    {
        servers.Refuse(1);
        session = Start();
        await WaitingAsync();
        var lasting = session.PublishAsync(Publish("a"), default).AsTask();
        var brief = session.PublishAsync(Publish("b") with { MessageExpiry = TimeSpan.FromMilliseconds(500) }, default).AsTask();
        var shorter = session.PublishAsync(Publish("c") with { MessageExpiry = TimeSpan.FromSeconds(60) }, default).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        var (server, _) = await servers.AcceptAsync();
        Assert.Equal("a", (await server.ReceiveAsync<PublishPacket>()).Publish.Topic);
        Assert.Equal(TimeSpan.FromSeconds(59), (await server.ReceiveAsync<PublishPacket>()).Publish.MessageExpiry);
        Assert.Contains("expired", (await Assert.ThrowsAsync<MqttException>(() => brief.WaitAsync(Patience))).Message, StringComparison.Ordinal);
        Assert.False(lasting.IsCompleted || shorter.IsCompleted);
    }

    [Fact]
    public async Task SubscribeAsync_ConnectionLostMeanwhile_AsksAgain()
    {
        session = Start();
        var (first, _) = await servers.AcceptAsync();
        var subscribing = session.SubscribeAsync(new MqttSubscription("t", QualityOfService.AtLeastOnce), default);
        await first.ReceiveAsync<SubscribePacket>();
        first.Break();
        var (second, _) = await AcceptNextAsync(sessionPresent: true);
        var packet = await second.ReceiveAsync<SubscribePacket>();
        await second.SendAsync(new SubAckPacket(PacketType.SubAck, packet.PacketId, [MqttReasonCode.Success]));
        await subscribing.WaitAsync(Patience);
    }

    [Fact]
    public async Task StopAsync_Connected_SaysGoodbyeWithTheExpiry()
    {
        session = Start();
        var (server, _) = await servers.AcceptAsync();
        var pending = session.PublishAsync(Publish("a"), default).AsTask();
        await server.ReceiveAsync<PublishPacket>();
        await session.ConnectedAsync(default).WaitAsync(Patience);
        var stopping = session.StopAsync(TimeSpan.Zero, default);
        Assert.Equal(new DisconnectPacket(MqttReasonCode.Success, 0), await server.ReceiveAsync<DisconnectPacket>());
        server.Break();
        await stopping.WaitAsync(Patience);
        await Assert.ThrowsAsync<MqttException>(() => pending.WaitAsync(Patience));
        await Assert.ThrowsAsync<MqttException>(async () => await session.PublishAsync(Publish("b"), default));
        await session.Received.Completion.WaitAsync(Patience);
    }

    [Fact]
    public async Task Received_OverTwoConnections_GoesOnAndKnowsQos2Again()
    {
        session = Start();
        var (first, _) = await servers.AcceptAsync();
        await first.SendAsync(Publish("1") with { Qos = QualityOfService.ExactlyOnce }, id: 7);
        await first.ExpectAsync(new AckPacket(PacketType.PubRec, 7, MqttReasonCode.Success));
        first.Break();
        var (second, _) = await AcceptNextAsync(sessionPresent: true);
        await second.SendAsync(Publish("1") with { Qos = QualityOfService.ExactlyOnce }, id: 7, duplicate: true);
        await second.ExpectAsync(new AckPacket(PacketType.PubRec, 7, MqttReasonCode.Success));
        await second.SendAsync(Publish("2"), id: 8);
        await second.ExpectAsync(new AckPacket(PacketType.PubAck, 8, MqttReasonCode.Success));
        Assert.Equal("1", (await session.Received.ReadAsync()).Topic);
        Assert.Equal("2", (await session.Received.ReadAsync()).Topic);
    }

    [Theory]
    [InlineData(0x27, 20u, MqttReasonCode.PacketTooLarge)]
    [InlineData(0x24, 0u, MqttReasonCode.QosNotSupported)]
    [InlineData(0x25, 0u, MqttReasonCode.RetainNotSupported)]
    public async Task Reconnect_ServerTakesLess_WhatItDoesNotTakeIsToldOnceAndLeftOut(int property, uint value, MqttReasonCode reason)
    {
        var told = Channel.CreateUnbounded<(string, MqttReasonCode)>();
        session = Start((publish, why, _) => told.Writer.TryWrite((publish.Topic, why)));
        var (first, _) = await servers.AcceptAsync();
        var publish = session.PublishAsync(Publish("large") with { Payload = new byte[100], Retain = true }, default).AsTask();
        await first.ReceiveAsync<PublishPacket>();
        first.Break();

        await WaitingAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        var granted = new Properties().Add((PropertyId)property, value);
        var (second, _) = await servers.AcceptAsync(sessionPresent: true, granted);

        Assert.Equal(reason, (await Assert.ThrowsAsync<MqttException>(() => publish.WaitAsync(Patience))).Reason);
        Assert.Equal(("large", reason), await told.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        var next = session.PublishAsync(Publish("small") with { Qos = QualityOfService.AtMostOnce }, default).AsTask();
        Assert.Equal("small", (await second.ReceiveAsync<PublishPacket>()).Publish.Topic);
        await next.WaitAsync(Patience);
        Assert.Equal((0, 2), (told.Reader.Count, session.Status.Connections));
    }

    [Fact]
    public async Task Reconnect_ServerEndsEachConnectionOverOnePublish_GivesThatUpAndNoOther()
    {
        var told = Channel.CreateUnbounded<(string, MqttReasonCode, string?)>();
        session = Start((publish, why, text) => told.Writer.TryWrite((publish.Topic, why, text)));
        var (server, _) = await servers.AcceptAsync();
        var publishes = new[] { "a", "bad", "b" }.Select(topic => session.PublishAsync(Publish(topic), default).AsTask()).ToArray();
        for (var i = 0; i < 3; i++)
            await server.ReceiveAsync<PublishPacket>();
        await DismissAsync(server);

        // One at a time: the first is taken, and the connection ends over the second.
        (server, _) = await AcceptNextAsync(sessionPresent: true);
        await AcknowledgeAsync(server, "a");
        Assert.Equal("bad", (await server.ReceiveAsync<PublishPacket>()).Publish.Topic);
        await DismissAsync(server);

        Assert.Equal("bad", (await told.Reader.ReadAsync().AsTask().WaitAsync(Patience)).Item1);
        Assert.Equal(MqttReasonCode.TopicNameInvalid, (await Assert.ThrowsAsync<MqttException>(() => publishes[1].WaitAsync(Patience))).Reason);
        (server, _) = await AcceptNextAsync(sessionPresent: true, seconds: 2);
        await AcknowledgeAsync(server, "b");
        Assert.Equal(MqttReasonCode.Success, await publishes[0].WaitAsync(Patience));
        Assert.Equal(MqttReasonCode.Success, await publishes[2].WaitAsync(Patience));
        Assert.Equal(0, told.Reader.Count);

        static async Task DismissAsync(PacketPeer server)
        {
            await server.SendAsync(new DisconnectPacket(MqttReasonCode.TopicNameInvalid));
            server.Break();
        }

        static async Task AcknowledgeAsync(PacketPeer server, string topic)
        {
            var packet = await server.ReceiveAsync<PublishPacket>();
            Assert.Equal(topic, packet.Publish.Topic);
            await server.SendAsync(new AckPacket(PacketType.PubAck, packet.PacketId, MqttReasonCode.Success));
        }
    }

    private MqttClientSession Start(Action<MqttPublish, MqttReasonCode, string?>? refused = null)
    {
        var client = new MqttClientOptions { ClientId = "c", SessionExpiry = TimeSpan.FromHours(1), KeepAlive = TimeSpan.Zero, Refused = refused };
        var options = new MqttSessionOptions { FirstRetry = TimeSpan.FromSeconds(1), LongestRetry = TimeSpan.FromSeconds(30), Random = () => 0 };
        return MqttClientSession.Start(client, options, servers.DialAsync, time);
    }

    private async Task<(PacketPeer Server, ConnectPacket Connect)> AcceptNextAsync(bool sessionPresent, int seconds = 1)
    {
        await WaitingAsync();
        var accepting = servers.AcceptAsync(sessionPresent);
        time.Advance(TimeSpan.FromSeconds(seconds));
        // The wait may begin a moment after it is told.
        await Eventually.IsTrueAsync(() =>
        {
            if (!accepting.IsCompleted && session.Status.NextRetry is not null)
                time.Advance(TimeSpan.FromSeconds(1));
            return accepting.IsCompleted;
        });
        return await accepting;
    }

    // The session got so far that it waits for its next attempt.
    private async Task WaitingAsync()
    {
        var limit = Task.Delay(Patience);
        while (session.Status.NextRetry is null || time.TimerCount == 0)
        {
            Assert.False(limit.IsCompleted, "it does not wait");
            await Task.Yield();
        }
    }

    private static async Task SubscribeAsync(MqttClientSession session, PacketPeer server, string filter)
    {
        var subscribing = session.SubscribeAsync(new MqttSubscription(filter, QualityOfService.AtLeastOnce), default);
        var packet = await server.ReceiveAsync<SubscribePacket>();
        await server.SendAsync(new SubAckPacket(PacketType.SubAck, packet.PacketId, [MqttReasonCode.GrantedQos1]));
        await subscribing.WaitAsync(Patience);
    }

    private static MqttPublish Publish(string topic) => new() { Topic = topic, Payload = new byte[1], Qos = QualityOfService.AtLeastOnce };
}
