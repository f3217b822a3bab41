using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Client;

/// <summary>The client against a server that the test plays, packet by packet, in virtual time.</summary>
public sealed class MqttClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly VirtualTime time = new();

    [Fact]
    public async Task Answers_WithWords_AreShownOrTold()
    {
        var told = new TaskCompletionSource<(string, MqttReasonCode, string?)>();
        var (client, server) = await ConnectAsync(new MqttClientOptions { Refused = (publish, reason, text) => told.SetResult((publish.Topic, reason, text)) });
        var subscribing = client.SubscribeAsync("t", QualityOfService.AtMostOnce, default);
        var request = await server.ReceiveAsync<SubscribePacket>();
        await server.SendAsync(new SubAckPacket(PacketType.SubAck, request.PacketId, [MqttReasonCode.NotAuthorized], "not yours"));
        Assert.Contains("NotAuthorized not yours", (await Assert.ThrowsAsync<MqttException>(() => subscribing)).Message, StringComparison.Ordinal);
        var publishing = client.PublishAsync(new MqttPublish { Topic = "p", Qos = QualityOfService.AtLeastOnce }, default).AsTask();
        var publish = await server.ReceiveAsync<PublishPacket>();
        await server.SendAsync(new AckPacket(PacketType.PubAck, publish.PacketId, MqttReasonCode.QuotaExceeded, "the disk is full"));
        Assert.Equal(MqttReasonCode.QuotaExceeded, await publishing);
        Assert.Equal(("p", MqttReasonCode.QuotaExceeded, "the disk is full"), await told.Task.WaitAsync(Patience));
        server.Break();
    }

    [Fact]
    [Conformance("MQTT-3.3.4-7")]
    public async Task PublishAsync_ReceiveMaximumUsedUp_WaitsForAck()
    {
        var (client, server) = await ConnectAsync(granted: new Properties().Add(PropertyId.ReceiveMaximum, 2u));
        var publishes = Enumerable.Range(0, 3).Select(_ => client.PublishAsync(Publish(QualityOfService.AtLeastOnce), default).AsTask()).ToArray();

        Assert.Equal(1, (await server.ReceiveAsync<PublishPacket>()).PacketId);
        Assert.Equal(2, (await server.ReceiveAsync<PublishPacket>()).PacketId);
        await server.SendAsync(new AckPacket(PacketType.PubAck, 1, MqttReasonCode.NoMatchingSubscribers));
        Assert.Equal(3, (await server.ReceiveAsync<PublishPacket>()).PacketId);
        Assert.Equal(MqttReasonCode.NoMatchingSubscribers, await publishes[0].WaitAsync(Patience));
        Assert.False(publishes[1].IsCompleted);
        await client.DisposeAsync();
        var error = await Assert.ThrowsAsync<MqttException>(() => publishes[1].WaitAsync(Patience));
        Assert.Contains("connection ended", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublishAsync_Qos2_GoesThroughAllSteps()
    {
        var (client, server) = await ConnectAsync();
        var publish = client.PublishAsync(Publish(QualityOfService.ExactlyOnce), default).AsTask();
        await server.ReceiveAsync<PublishPacket>();
        await server.SendAsync(new AckPacket(PacketType.PubRec, 1, MqttReasonCode.Success));
        await server.ExpectAsync(new AckPacket(PacketType.PubRel, 1, MqttReasonCode.Success));
        Assert.False(publish.IsCompleted);
        await server.SendAsync(new AckPacket(PacketType.PubComp, 1, MqttReasonCode.Success));
        Assert.Equal(MqttReasonCode.Success, await publish.WaitAsync(Patience));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task PublishAsync_TooManyPending_WaitsForSlot()
    {
        var (client, server) = await ConnectAsync(new MqttClientOptions { MaximumPendingPublishes = 1 });
        var first = client.PublishAsync(Publish(QualityOfService.AtLeastOnce), default).AsTask();
        using var impatience = new CancellationTokenSource();
        var second = client.PublishAsync(Publish(QualityOfService.AtLeastOnce), impatience.Token).AsTask();
        await server.ReceiveAsync<PublishPacket>();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience));
        var third = client.PublishAsync(Publish(QualityOfService.AtLeastOnce), default).AsTask();
        await server.SendAsync(new AckPacket(PacketType.PubAck, 1, MqttReasonCode.Success));
        await first.WaitAsync(Patience);
        Assert.Equal(2, (await server.ReceiveAsync<PublishPacket>()).PacketId);
        server.Break();
        await Assert.ThrowsAsync<MqttException>(() => third.WaitAsync(Patience));
        await client.DisposeAsync();
    }

    [Theory]
    [Conformance("MQTT-3.2.2-11", "MQTT-3.2.2-14", "MQTT-3.2.2-15")]
    [InlineData(QualityOfService.ExactlyOnce, false, MqttReasonCode.QosNotSupported)]
    [InlineData(QualityOfService.AtMostOnce, true, MqttReasonCode.RetainNotSupported)]
    [InlineData(QualityOfService.AtMostOnce, false, MqttReasonCode.PacketTooLarge)]
    public async Task PublishAsync_WhatServerDoesNotTake_ThrowsReason(QualityOfService qos, bool retain, MqttReasonCode reason)
    {
        var granted = new Properties().Add(PropertyId.MaximumQos, 1u).Add(PropertyId.RetainAvailable, 0u).Add(PropertyId.MaximumPacketSize, 20u);
        var (client, _) = await ConnectAsync(granted: granted);
        var publish = new MqttPublish { Topic = "t", Payload = new byte[reason == MqttReasonCode.PacketTooLarge ? 15 : 1], Qos = qos, Retain = retain };
        var error = await Assert.ThrowsAsync<MqttException>(async () => await client.PublishAsync(publish, default));
        Assert.Equal(reason, error.Reason);
        await client.DisposeAsync();
    }

    [Theory]
    [Conformance("MQTT-3.2.2-4")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ConnectAsync_SessionPresentAfterCleanStart_Ends(bool cleanStart)
    {
        var (near, far) = MemoryTransport.CreatePair();
        var server = new PacketPeer(far);
        var connecting = MqttClient.ConnectAsync(near, new MqttClientOptions { CleanStart = cleanStart, ClientId = "c" }, time, default);
        await server.ReceiveAsync<ConnectPacket>();
        await server.SendAsync(new ConnAckPacket(true, MqttReasonCode.Success, Properties.None));
        if (cleanStart)
            Assert.Equal(MqttReasonCode.ProtocolError, (await Assert.ThrowsAsync<MqttException>(() => connecting.WaitAsync(Patience))).Reason);
        else
            await (await connecting.WaitAsync(Patience)).DisposeAsync();
    }

    [Fact]
    [Conformance("MQTT-3.1.2-20", "MQTT-3.1.2-21", "MQTT-3.2.2-21")]
    public async Task KeepAlive_Silence_PingsAndThenGivesUp()
    {
        var (client, server) = await ConnectAsync(new MqttClientOptions { KeepAlive = TimeSpan.FromSeconds(60) }, new Properties().Add(PropertyId.ServerKeepAlive, 20u));
        time.Advance(TimeSpan.FromSeconds(20));
        await server.ExpectAsync(new PingPacket(PacketType.PingReq));
        await server.SendAsync(new PingPacket(PacketType.PingResp));
        await server.SendAsync(Publish(QualityOfService.AtMostOnce));
        await client.Received.ReadAsync().AsTask().WaitAsync(Patience);

        time.Advance(TimeSpan.FromSeconds(20));
        await server.ExpectAsync(new PingPacket(PacketType.PingReq));
        time.Advance(TimeSpan.FromSeconds(10));

        var error = await Assert.ThrowsAsync<MqttException>(() => client.Closed.WaitAsync(Patience));
        Assert.Equal(MqttReasonCode.KeepAliveTimeout, error.Reason);
        Assert.Equal(MqttReasonCode.KeepAliveTimeout, (await server.ReceiveAsync<DisconnectPacket>()).Reason);
    }

    [Theory]
    [InlineData(1, 10u)]
    [InlineData(10, 1u)]
    public async Task PublishAsync_Aliases_AsManyAsBothTake(int own, uint theirs)
    {
        var granted = new Properties().Add(PropertyId.TopicAliasMaximum, theirs);
        var (client, server) = await ConnectAsync(new MqttClientOptions { MaximumUsedAliases = (ushort)own }, granted);
        var aliases = new List<(int, string)>();
        foreach (var topic in new[] { "a", "b", "a" })
        {
            await client.PublishAsync(new MqttPublish { Topic = topic }, default);
            var packet = await server.ReceiveAsync<PublishPacket>();
            aliases.Add((packet.TopicAlias, packet.Publish.Topic));
        }
        Assert.Equal([(1, "a"), (0, "b"), (1, "")], aliases);
        server.Break();
    }

    [Fact]
    public async Task Received_Full_StopsAcknowledging()
    {
        var (client, server) = await ConnectAsync(new MqttClientOptions { MaximumReceived = 1 });
        server.Write(Publish(QualityOfService.AtLeastOnce), 1);
        server.Write(Publish(QualityOfService.AtLeastOnce), 2);
        await server.FlushAsync();
        await server.ExpectAsync(new AckPacket(PacketType.PubAck, 1, MqttReasonCode.Success));
        var next = server.ReceiveAsync<AckPacket>();
        Assert.False(next.IsCompleted);
        await client.Received.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(2, (await next).PacketId);
        await client.DisposeAsync();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V500, 10, 1)]
    [InlineData(MqttProtocolVersion.V311, 10_000, 4)]
    public async Task Handler_WithMoreThanItMayHave_NothingMoreIsReadUntilItIsDone(MqttProtocolVersion version, int bytes, int expected)
    {
        var calls = 0;
        var done = new TaskCompletionSource<MqttReasonCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (near, far) = MemoryTransport.CreatePair();
        var server = new PacketPeer(far, version);
        var options = new MqttClientOptions
        {
            ProtocolVersion = version, ReceiveMaximum = version == MqttProtocolVersion.V500 ? (ushort)20 : (ushort)2, MaximumReceivedBytes = bytes,
            Handler = (_, _) => { Interlocked.Increment(ref calls); return new(done.Task); },
        };
        var connecting = MqttClient.ConnectAsync(near, options, time, default);
        await server.ReceiveAsync<ConnectPacket>();
        await server.SendAsync(new ConnAckPacket(false, MqttReasonCode.Success, Properties.None));
        var client = await connecting.WaitAsync(Patience);
        for (ushort id = 1; id <= 10; id++)
            server.Write(Publish(QualityOfService.AtLeastOnce) with { Payload = new byte[20] }, id);
        await server.FlushAsync();
        await Wait.UntilAsync(() => Volatile.Read(ref calls) >= expected);
        await client.PublishAsync(Publish(QualityOfService.AtMostOnce), default);
        await server.ReceiveAsync<PublishPacket>();
        Assert.Equal(expected, Volatile.Read(ref calls));
        done.SetResult(MqttReasonCode.Success);
        for (ushort id = 1; id <= 10; id++)
            await server.ExpectAsync(new AckPacket(PacketType.PubAck, id, MqttReasonCode.Success));
        server.Break();
    }

    [Fact]
    public async Task Received_Full_AcknowledgementsAreStillReadAndQos0IsDropped()
    {
        var (client, server) = await ConnectAsync(new MqttClientOptions { MaximumReceived = 1, ReceiveMaximum = 3 });
        for (var i = 0; i < 10; i++)
            server.Write(Publish(QualityOfService.AtMostOnce));
        for (ushort id = 1; id <= 3; id++)
            server.Write(Publish(QualityOfService.ExactlyOnce), id);
        await server.FlushAsync();
        var publish = client.PublishAsync(Publish(QualityOfService.AtLeastOnce), default).AsTask();
        var sent = await server.ReceiveAsync<PublishPacket>();
        await server.SendAsync(new AckPacket(PacketType.PubAck, sent.PacketId, MqttReasonCode.Success));
        Assert.Equal(MqttReasonCode.Success, await publish.WaitAsync(Patience));
        // One in the channel, four that wait for it.
        Assert.Equal(5, client.DroppedPublishes);
        for (var i = 0; i < 8; i++)
            await client.Received.ReadAsync().AsTask().WaitAsync(Patience);
        for (ushort id = 1; id <= 3; id++)
            await server.ExpectAsync(new AckPacket(PacketType.PubRec, id, MqttReasonCode.Success));
        server.Break();
    }

    [Fact]
    public async Task DisconnectAsync_WithPublishesBefore_SendsThemThenGoodbye()
    {
        var (client, server) = await ConnectAsync(new MqttClientOptions { MaximumReceived = 1 });
        for (var i = 0; i < 3; i++)
            await server.SendAsync(Publish(QualityOfService.AtMostOnce));
        var publish = client.PublishAsync(Publish(QualityOfService.AtMostOnce), default).AsTask();
        var leaving = client.DisconnectAsync(default);
        await server.ReceiveAsync<PublishPacket>();
        Assert.Equal(MqttReasonCode.Success, (await server.ReceiveAsync<DisconnectPacket>()).Reason);
        server.Break();
        await leaving.WaitAsync(Patience);
        await publish.WaitAsync(Patience);
        await client.Closed.WaitAsync(Patience);
    }

    [Fact]
    public async Task Closed_ServerDisconnects_CarriesItsReason()
    {
        var (client, server) = await ConnectAsync();
        await server.SendAsync(new DisconnectPacket(MqttReasonCode.ServerShuttingDown, Text: "bye"));
        var error = await Assert.ThrowsAsync<MqttException>(() => client.Closed.WaitAsync(Patience));
        Assert.Equal(MqttReasonCode.ServerShuttingDown, error.Reason);
        Assert.Contains("bye", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MqttException>(async () => await client.PublishAsync(Publish(QualityOfService.AtLeastOnce), default));
        await Assert.ThrowsAsync<MqttException>(() => client.SubscribeAsync("a", QualityOfService.AtLeastOnce, default));
    }

    [Theory]
    [InlineData("42 02 0001", MqttReasonCode.MalformedPacket)]
    [InlineData("82 06 0001 0001 61 00", MqttReasonCode.ProtocolError)] // SUBSCRIBE from a server
    [InlineData("30 07 0001 61 03 230100", MqttReasonCode.TopicAliasInvalid)]
    public async Task Closed_ServerBreaksRules_TellsReason(string hex, MqttReasonCode reason)
    {
        var (client, server) = await ConnectAsync();
        await server.SendAsync(Convert.FromHexString(hex.Replace(" ", "")));
        Assert.Equal(reason, (await server.ReceiveAsync<DisconnectPacket>()).Reason);
        Assert.Equal(reason, (await Assert.ThrowsAsync<MqttException>(() => client.Closed.WaitAsync(Patience))).Reason);
    }

    [Fact]
    public async Task SubscribeAsync_Refused_ThrowsReason()
    {
        var (client, server) = await ConnectAsync();
        var subscribing = client.SubscribeAsync("a/#", QualityOfService.AtLeastOnce, default);
        var packet = await server.ReceiveAsync<SubscribePacket>();
        await server.SendAsync(new SubAckPacket(PacketType.SubAck, packet.PacketId, [MqttReasonCode.NotAuthorized]));
        Assert.Equal(MqttReasonCode.NotAuthorized, (await Assert.ThrowsAsync<MqttException>(() => subscribing.WaitAsync(Patience))).Reason);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task ConnectAsync_Refused_ThrowsReason()
    {
        var (near, far) = MemoryTransport.CreatePair();
        var server = new PacketPeer(far);
        var connecting = MqttClient.ConnectAsync(near, new MqttClientOptions(), time, default);
        await server.ReceiveAsync<ConnectPacket>();
        await server.SendAsync(new ConnAckPacket(false, MqttReasonCode.Banned, new Properties().Add(PropertyId.ReasonString, "go away")));
        var error = await Assert.ThrowsAsync<MqttException>(() => connecting.WaitAsync(Patience));
        Assert.Equal(MqttReasonCode.Banned, error.Reason);
        Assert.Contains("go away", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_ThrowsServerUnavailable()
    {
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        var port = ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
        socket.Stop();
        var error = await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(new MqttClientOptions { Port = port }, TimeProvider.System, default));
        Assert.Equal(MqttReasonCode.ServerUnavailable, error.Reason);
    }

    [Fact]
    public async Task ConnectAsync_SilentServer_TimesOut()
    {
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        var port = ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
        var connecting = MqttClient.ConnectAsync(new MqttClientOptions { Port = port }, time, default);
        using var accepted = await socket.AcceptSocketAsync().WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(10));
        var error = await Assert.ThrowsAsync<MqttException>(() => connecting.WaitAsync(Patience));
        Assert.Equal(MqttReasonCode.ServerUnavailable, error.Reason);
    }

    private async Task<(MqttClient Client, PacketPeer Server)> ConnectAsync(MqttClientOptions? options = null, Properties? granted = null)
    {
        var (near, far) = MemoryTransport.CreatePair();
        var server = new PacketPeer(far);
        var connecting = MqttClient.ConnectAsync(near, options ?? new MqttClientOptions(), time, default);
        await server.ReceiveAsync<ConnectPacket>();
        await server.SendAsync(new ConnAckPacket(false, MqttReasonCode.Success, granted ?? Properties.None));
        return (await connecting.WaitAsync(Patience), server);
    }

    private static MqttPublish Publish(QualityOfService qos) => new() { Topic = "t", Payload = new byte[1], Qos = qos };
}
