using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>What breaks a rule or a limit is told its reason code on the wire, and counted.</summary>
public sealed class ProtocolErrorTests
{
    [Theory]
    [Conformance("MQTT-3.1.0-2", "MQTT-3.3.2-9", "MQTT-3.3.4-6", "MQTT-3.14.4-1", "MQTT-3.14.4-2", "MQTT-4.13.1-1", "MQTT-4.13.2-1")]
    [InlineData("00 00", MqttReasonCode.MalformedPacket)] // type 0
    [InlineData("30 FF FF FF FF 01", MqttReasonCode.MalformedPacket)] // remaining length
    [InlineData("30 FF FF FF 7F", MqttReasonCode.PacketTooLarge)]
    [InlineData("80 02 0001", MqttReasonCode.MalformedPacket)] // flags
    [InlineData("36 05 0001 61 0001", MqttReasonCode.MalformedPacket)] // QoS 3
    [InlineData("30 04 0001 23 00", MqttReasonCode.TopicNameInvalid)] // wildcard in a topic
    [InlineData("30 05 0002 C328 00", MqttReasonCode.MalformedPacket)] // UTF-8
    [InlineData("32 06 0001 61 0000 00", MqttReasonCode.ProtocolError)] // identifier 0
    [InlineData("30 06 0000 03 230001", MqttReasonCode.ProtocolError)] // unknown alias
    [InlineData("30 07 0001 61 03 230064", MqttReasonCode.TopicAliasInvalid)] // alias 100
    [InlineData("30 06 0001 61 02 0B05", MqttReasonCode.ProtocolError)] // subscription identifier from a client
    [InlineData("10 10 0004 4D515454 04 02 003C 0004 61626364", MqttReasonCode.ProtocolError)] // second CONNECT
    [InlineData("D0 00", MqttReasonCode.ProtocolError)] // PINGRESP from a client
    [InlineData("F0 00", MqttReasonCode.ProtocolError)]
    [InlineData("E0 07 00 05 11 00000005", MqttReasonCode.ProtocolError)] // raises an expiry of 0
    [InlineData("82 03 0001 00", MqttReasonCode.MalformedPacket)] // SUBSCRIBE without a filter
    public async Task Packet_BreakingARule_IsAnsweredWithReason(string hex, MqttReasonCode reason)
    {
        await using var endpoint = new MemoryEndpoint();
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Convert.FromHexString(hex.Replace(" ", "")));
        Assert.Equal(reason, (await peer.ReceiveAsync<DisconnectPacket>()).Reason);
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(1, endpoint.Server.Statistics.Refused(reason));
    }

    [Fact]
    public async Task Packet_BreakingARuleInV311_ClosesWithoutAWord()
    {
        await using var endpoint = new MemoryEndpoint();
        var peer = await endpoint.ConnectAsync(new ConnectPacket { Version = MqttProtocolVersion.V311, ClientId = "c", CleanStart = true });
        await peer.SendAsync([0x00, 0x00]);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Theory]
    [Conformance("MQTT-3.1.2-1", "MQTT-3.1.2-2", "MQTT-3.1.3-8", "MQTT-4.13.2-1")]
    [InlineData("10 10 0004 4D515454 03 02 003C 0004 61626364", MqttReasonCode.UnsupportedProtocolVersion, MqttProtocolVersion.V311)]
    [InlineData("10 11 0004 4D515454 06 02 003C 00 0004 61626364", MqttReasonCode.UnsupportedProtocolVersion, MqttProtocolVersion.V500)]
    [InlineData("10 12 0006 4D5149736470 03 02 003C 0004 61626364", MqttReasonCode.UnsupportedProtocolVersion, MqttProtocolVersion.V311)]
    [InlineData("10 11 0004 4D515454 05 03 003C 00 0004 61626364", MqttReasonCode.MalformedPacket, MqttProtocolVersion.V500)]
    [InlineData("10 0C 0004 4D515454 04 00 003C 0000", MqttReasonCode.ClientIdentifierNotValid, MqttProtocolVersion.V311)] // empty, not clean
    [InlineData("10 12 0004 4D515454 05 02 003C 05 15 0002 6161 0000", MqttReasonCode.BadAuthenticationMethod, MqttProtocolVersion.V500)]
    public async Task Connect_NotAcceptable_IsRefusedWithReason(string hex, MqttReasonCode reason, MqttProtocolVersion version)
    {
        await using var endpoint = new MemoryEndpoint();
        var peer = endpoint.Open(version);
        await peer.SendAsync(Convert.FromHexString(hex.Replace(" ", "")));
        Assert.Equal(reason, (await peer.ReceiveAsync<ConnAckPacket>()).Reason);
        Assert.Null(await peer.ReceiveAsync());
        Assert.Equal(1, endpoint.Server.Statistics.Refused(reason));
        Assert.Equal(0, endpoint.Server.SessionCount);
    }

    [Fact]
    public async Task Connect_RefusedByApplication_GetsItsReason()
    {
        await using var endpoint = new MemoryEndpoint(new RecordingHandler { ConnectAnswer = MqttReasonCode.Banned });
        var peer = endpoint.Open();
        await peer.SendAsync(new ConnectPacket { ClientId = "c" });
        Assert.Equal(MqttReasonCode.Banned, (await peer.ReceiveAsync<ConnAckPacket>()).Reason);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Connect_NeverSent_TimesOut()
    {
        await using var endpoint = new MemoryEndpoint();
        var silent = endpoint.Open();
        var half = endpoint.Open();
        await half.SendAsync([0x10, 0x10, 0x00]);
        endpoint.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await silent.ReceiveAsync());
        Assert.Null(await half.ReceiveAsync());
        Assert.Equal(0, endpoint.Server.ConnectionCount);
    }

    [Fact]
    [Conformance("MQTT-3.12.4-1")]
    public async Task Pings_AnswersNotRead_StopTheServerFromReading()
    {
        const int Count = 200_000;
        await using var endpoint = new MemoryEndpoint();
        var peer = await endpoint.ConnectAsync("c");
        var pings = new byte[2000];
        for (var i = 0; i < pings.Length; i += 2)
            pings[i] = 0xC0;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i += pings.Length / 2)
                await peer.Transport.Output.WriteAsync(pings);
        });
        await Task.WhenAny(sending, Task.Delay(500));
        Assert.False(sending.IsCompleted);
        for (var i = 0; i < Count; i++)
            await peer.ExpectAsync(new PingPacket(PacketType.PingResp));
        await sending;
    }

    [Fact]
    [Conformance("MQTT-3.12.4-1")]
    public async Task Script_CutAtEveryByte_GetsTheSameAnswers()
    {
        // CONNECT, SUBSCRIBE to a, PUBLISH to a with QoS 1, PINGREQ.
        var script = Convert.FromHexString("10 10 0004 4D515454 05 02 003C 00 0003 636172 82 07 0007 00 0001 61 01 32 07 0001 61 0009 00 78 C0 00".Replace(" ", ""));
        for (var cut = 1; cut < script.Length; cut++)
        {
            await using var endpoint = new MemoryEndpoint();
            var peer = endpoint.Open();
            await peer.SendAsync(script[..cut]);
            await Task.Yield();
            await peer.SendAsync(script[cut..]);
            var types = new List<string>();
            while (types.Count < 5 && await peer.ReceiveAsync() is { } packet)
                types.Add(packet.GetType().Name);
            types.Sort(StringComparer.Ordinal);
            Assert.Equal(["AckPacket", "ConnAckPacket", "PingPacket", "PublishPacket", "SubAckPacket"], types);
            await peer.SendAsync([0xE0, 0x00]);
            Assert.Null(await peer.ReceiveAsync());
        }
    }
}
