using System.Buffers;
using System.Text;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Packets;

/// <summary>Packets as bytes, worked out by hand from the specification, and back.</summary>
public sealed class PacketTests
{
    [Fact]
    public void Connect_WithEverything_ReadsAsWritten()
    {
        var packet = new ConnectPacket
        {
            ClientId = "car-1",
            CleanStart = true,
            KeepAliveSeconds = 30,
            UserName = "u",
            Password = new byte[] { 1, 2 },
            Will = new ConnectWill(
                new MqttPublish
                {
                    Topic = "s",
                    Payload = "off"u8.ToArray(),
                    Qos = QualityOfService.AtLeastOnce,
                    Retain = true,
                    IsText = true,
                    MessageExpiry = TimeSpan.FromSeconds(9),
                    UserProperties = [new MqttUserProperty("a", "b")],
                },
                5),
            Properties = new Properties().Add(PropertyId.SessionExpiry, 10u).Add(PropertyId.ReceiveMaximum, 20u),
        };
        var output = new ArrayBufferWriter<byte>();
        packet.Write(output);

        var read = ConnectPacket.Read(Wire.Frame(output.WrittenSpan.ToArray()));

        Assert.Equal(("car-1", true, 30, "u"), (read.ClientId, read.CleanStart, (int)read.KeepAliveSeconds, read.UserName));
        Assert.Equal([1, 2], read.Password!.Value.ToArray());
        Assert.Equal((10u, 20), (read.SessionExpirySeconds, (int)read.ReceiveMaximum));
        var will = read.Will!;
        Assert.Equal((5u, "s", QualityOfService.AtLeastOnce, true, true), (will.DelaySeconds, will.Publish.Topic, will.Publish.Qos, will.Publish.Retain, will.Publish.IsText));
        Assert.Equal("off", Encoding.UTF8.GetString(will.Publish.Payload.Span));
        Assert.Equal(TimeSpan.FromSeconds(9), will.Publish.MessageExpiry);
        Assert.Equal([new MqttUserProperty("a", "b")], will.Publish.UserProperties);
    }

    [Theory]
    [InlineData("10 10 0004 4D515454 04 02 003C 0004 61626364", MqttProtocolVersion.V311, true, 60, "abcd")]
    [InlineData("10 12 0004 4D515454 05 00 000A 00 0005 6162636465", MqttProtocolVersion.V500, false, 10, "abcde")]
    public void Connect_SpecifiedBytes_Parse(string hex, MqttProtocolVersion version, bool clean, int keepAlive, string id)
    {
        var packet = ConnectPacket.Read(Wire.Frame(Wire.Bytes(hex)));
        Assert.Equal((version, clean, keepAlive, id), (packet.Version, packet.CleanStart, (int)packet.KeepAliveSeconds, packet.ClientId));
    }

    [Theory]
    [Conformance("MQTT-3.1.2-3", "MQTT-3.1.2-11", "MQTT-3.1.2-12", "MQTT-3.1.2-13")]
    [InlineData("10 10 0004 4D515454 04 03 003C 0004 61626364", MqttReasonCode.MalformedPacket)] // reserved flag
    [InlineData("10 10 0004 4D515454 04 1A 003C 0004 61626364", MqttReasonCode.MalformedPacket)] // Will QoS 3
    [InlineData("10 10 0004 4D515454 04 22 003C 0004 61626364", MqttReasonCode.MalformedPacket)] // Will retain without Will
    [InlineData("10 10 0004 4D515454 04 42 003C 0004 61626364", MqttReasonCode.MalformedPacket)] // 3.1.1: password without user name
    [InlineData("10 10 0004 4D515454 03 02 003C 0004 61626364", MqttReasonCode.UnsupportedProtocolVersion)]
    [InlineData("10 10 0004 4D515455 04 02 003C 0004 61626364", MqttReasonCode.UnsupportedProtocolVersion)] // MQTU
    [InlineData("10 10 0004 4D515454 04 02 003C 0005 61626364", MqttReasonCode.MalformedPacket)] // client id cut off
    [InlineData("10 11 0004 4D515454 04 02 003C 0004 61626364 00", MqttReasonCode.MalformedPacket)] // a byte too many
    [InlineData("10 10 0004 4D515454 04 02 003C 0004 6162C328", MqttReasonCode.MalformedPacket)] // not UTF-8
    [InlineData("10 10 0004 4D515454 04 02 003C 0004 61EDA080", MqttReasonCode.MalformedPacket)] // a surrogate
    [InlineData("10 10 0004 4D515454 04 02 003C 0004 61620064", MqttReasonCode.MalformedPacket)] // U+0000
    [InlineData("10 13 0004 4D515454 05 02 003C 03 210000 0003 616263", MqttReasonCode.ProtocolError)] // receive maximum 0
    [InlineData("10 15 0004 4D515454 05 02 003C 05 1100000001 0003 616263", null)]
    [InlineData("10 1A 0004 4D515454 05 02 003C 0A 1100000001 1100000001 0003 616263", MqttReasonCode.ProtocolError)] // twice
    [InlineData("10 12 0004 4D515454 05 02 003C 02 2301 0003 616263", MqttReasonCode.ProtocolError)] // topic alias does not belong here
    [InlineData("10 12 0004 4D515454 05 02 003C 02 1702 0003 616263", MqttReasonCode.ProtocolError)] // a flag of 2
    [InlineData("10 12 0004 4D515454 05 02 003C 02 7F00 0003 616263", MqttReasonCode.MalformedPacket)] // unknown property
    [InlineData("10 12 0004 4D515454 05 02 003C 7F 1701 0003 616263", MqttReasonCode.MalformedPacket)] // properties cut off
    public void Connect_BadBytes_ThrowReason(string hex, MqttReasonCode? reason)
    {
        var frame = Wire.Frame(Wire.Bytes(hex));
        var error = Record.Exception(() => ConnectPacket.Read(frame));
        Assert.Equal(reason, (error as MqttException)?.Reason);
    }

    [Fact]
    [Conformance("MQTT-2.2.2-1")]
    public void Publish_SpecifiedExample_Parses()
    {
        // Figure 3-8 of the specification: topic a/b, identifier 10, no properties.
        var packet = PublishPacket.Read(Wire.Frame(Wire.Bytes("3D 09 0003 612F62 000A 00 78")), MqttProtocolVersion.V500, new TopicCache());
        Assert.Equal(("a/b", 10, QualityOfService.ExactlyOnce, true, true), (packet.Publish.Topic, (int)packet.PacketId, packet.Publish.Qos, packet.Publish.Retain, packet.Publish.Duplicate));
        Assert.Equal("x"u8.ToArray(), packet.Publish.Payload.ToArray());
    }

    [Theory]
    [Conformance("MQTT-3.3.1-2", "MQTT-3.3.1-4", "MQTT-3.3.2-2", "MQTT-3.3.2-8", "MQTT-3.3.2-14")]
    [InlineData("36 05 0001 61 0001", MqttReasonCode.MalformedPacket)] // QoS 3
    [InlineData("38 03 0001 61", MqttReasonCode.MalformedPacket)] // DUP with QoS 0
    [InlineData("32 05 0001 61 0000", MqttReasonCode.ProtocolError)] // identifier 0
    [InlineData("30 04 0001 23 00", MqttReasonCode.TopicNameInvalid)] // #
    [InlineData("30 06 0003 612F2B 00", MqttReasonCode.TopicNameInvalid)] // a/+
    [InlineData("30 03 0000 00", MqttReasonCode.ProtocolError)] // no topic, no alias
    [InlineData("30 07 0001 61 03 230000", MqttReasonCode.TopicAliasInvalid)] // alias 0
    [InlineData("30 05 0003 612F", MqttReasonCode.MalformedPacket)] // topic cut off
    [InlineData("30 09 0001 61 05 08 0002 612B", MqttReasonCode.ProtocolError)] // response topic with a wildcard
    public void Publish_BadBytes_ThrowReason(string hex, MqttReasonCode reason)
    {
        var bytes = Wire.Bytes(hex);
        bytes[1] = (byte)(bytes.Length - 2);
        var frame = Wire.Frame(bytes);
        var error = Assert.Throws<MqttException>(() => PublishPacket.Read(frame, MqttProtocolVersion.V500, new TopicCache()));
        Assert.Equal(reason, error.Reason);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public void EncodedPublish_AllProperties_ReadsAsWritten(MqttProtocolVersion version)
    {
        var publish = new MqttPublish
        {
            Topic = "a/b",
            Payload = new byte[300],
            IsText = true,
            ContentType = "text/plain",
            ResponseTopic = "r",
            CorrelationData = new byte[] { 7 },
            UserProperties = [new("k", "1"), new("k", "2")],
        };
        var header = new PublishHeader(QualityOfService.AtLeastOnce, 513, Duplicate: true, Retain: true, ExpirySeconds: 77, SubscriptionIds: [3, 300]);
        var encoded = new EncodedPublish(publish);
        var output = new ArrayBufferWriter<byte>();
        encoded.Write(output, header, version);
        Assert.Equal(encoded.PacketBytes(header, version), output.WrittenCount);

        var read = PublishPacket.Read(Wire.Frame(output.WrittenSpan.ToArray()), version, new TopicCache());

        Assert.Equal(513, read.PacketId);
        Assert.Equal(publish.Payload.ToArray(), read.Publish.Payload.ToArray());
        Assert.Equal(("a/b", true, true), (read.Publish.Topic, read.Publish.Retain, read.Publish.Duplicate));
        if (version == MqttProtocolVersion.V311)
            return;
        Assert.Equal(("text/plain", "r", TimeSpan.FromSeconds(77), true), (read.Publish.ContentType, read.Publish.ResponseTopic, read.Publish.MessageExpiry, read.Publish.IsText));
        Assert.Equal([7], read.Publish.CorrelationData!.Value.ToArray());
        Assert.Equal(publish.UserProperties, read.Publish.UserProperties);
        Assert.Equal([3u, 300u], read.Publish.SubscriptionIds);
    }

    [Theory]
    [InlineData((byte)PacketType.PubAck, MqttReasonCode.Success, MqttProtocolVersion.V500, "40 02 0102")]
    [InlineData((byte)PacketType.PubAck, MqttReasonCode.QuotaExceeded, MqttProtocolVersion.V500, "40 03 0102 97")]
    [InlineData((byte)PacketType.PubAck, MqttReasonCode.QuotaExceeded, MqttProtocolVersion.V311, "40 02 0102")]
    [InlineData((byte)PacketType.PubRel, MqttReasonCode.Success, MqttProtocolVersion.V500, "62 02 0102")]
    [InlineData((byte)PacketType.PubComp, MqttReasonCode.PacketIdentifierNotFound, MqttProtocolVersion.V500, "70 03 0102 92")]
    public void Ack_Write_GivesSpecifiedBytes(byte type, MqttReasonCode reason, MqttProtocolVersion version, string hex) =>
        Assert.Equal(Wire.Bytes(hex), Wire.Bytes(new AckPacket((PacketType)type, 0x0102, reason), version));

    [Fact]
    public void Ack_WithReasonString_Parses()
    {
        var packet = AckPacket.Read(Wire.Frame(Wire.Bytes("40 09 0001 87 05 1F 0002 6E6F")), MqttProtocolVersion.V500);
        Assert.Equal(new AckPacket(PacketType.PubAck, 1, MqttReasonCode.NotAuthorized, "no"), packet);
    }

    [Fact]
    public void Subscribe_Options_ReadAsWritten()
    {
        var packet = new SubscribePacket(9, 268_435_455, [
            new SubscriptionRequest("a/#", QualityOfService.ExactlyOnce, NoLocal: true, RetainAsPublished: true, RetainHandling.Never),
            new SubscriptionRequest("+", QualityOfService.AtMostOnce)]);
        var read = SubscribePacket.Read(Wire.Frame(Wire.Bytes(packet, MqttProtocolVersion.V500)), MqttProtocolVersion.V500);
        Assert.Equal((packet.PacketId, packet.SubscriptionId), (read.PacketId, read.SubscriptionId));
        Assert.Equal(packet.Requests, read.Requests);
    }

    [Theory]
    [Conformance("MQTT-3.8.3-2", "MQTT-3.8.3-5", "MQTT-3.10.3-2")]
    [InlineData("82 03 0001 00", MqttProtocolVersion.V500)] // no filter
    [InlineData("82 07 0001 00 0001 61 43", MqttProtocolVersion.V500)] // reserved bit
    [InlineData("82 07 0001 00 0001 61 03", MqttProtocolVersion.V500)] // QoS 3
    [InlineData("82 06 0001 0001 61 04", MqttProtocolVersion.V311)] // an option that 3.1.1 has not
    [InlineData("A2 03 0001 00", MqttProtocolVersion.V500)] // UNSUBSCRIBE without a filter
    public void Subscribe_BadBytes_ThrowMalformed(string hex, MqttProtocolVersion version)
    {
        var frame = Wire.Frame(Wire.Bytes(hex));
        var error = Assert.Throws<MqttException>(() => PacketPeer.Parse(frame, version));
        Assert.Equal(MqttReasonCode.MalformedPacket, error.Reason);
    }

    [Fact]
    public void SubAck_V311Failure_Is80()
    {
        var packet = new SubAckPacket(PacketType.SubAck, 1, [MqttReasonCode.GrantedQos1, MqttReasonCode.NotAuthorized]);
        Assert.Equal(Wire.Bytes("90 04 0001 01 80"), Wire.Bytes(packet, MqttProtocolVersion.V311));
        Assert.Equal(Wire.Bytes("90 05 0001 00 01 87"), Wire.Bytes(packet, MqttProtocolVersion.V500));
    }

    [Theory]
    [InlineData(MqttReasonCode.NotAuthorized, "20 02 00 05")]
    [InlineData(MqttReasonCode.QuotaExceeded, "20 02 00 03")]
    [InlineData(MqttReasonCode.UnsupportedProtocolVersion, "20 02 00 01")]
    public void ConnAck_V311_TranslatesReason(MqttReasonCode reason, string hex) =>
        Assert.Equal(Wire.Bytes(hex), Wire.Bytes(new ConnAckPacket(false, reason, Properties.None), MqttProtocolVersion.V311));

    [Theory]
    [Conformance("MQTT-3.2.2-1")]
    [InlineData("20 03 02 00 00", MqttReasonCode.MalformedPacket)]
    [InlineData("20 03 80 00 00", MqttReasonCode.MalformedPacket)]
    [InlineData("20 03 01 87 00", MqttReasonCode.ProtocolError)] // refused, with a session
    [InlineData("20 03 01 00 00", null)]
    public void ConnAck_BadBytes_ThrowReason(string hex, MqttReasonCode? reason)
    {
        var frame = Wire.Frame(Wire.Bytes(hex));
        Assert.Equal(reason, (Record.Exception(() => ConnAckPacket.Read(frame, MqttProtocolVersion.V500)) as MqttException)?.Reason);
    }

    [Fact]
    [Conformance("MQTT-2.2.1-2", "MQTT-4.3.1-1")]
    public void EncodedPublish_Qos0_HasNoIdentifier()
    {
        var output = new ArrayBufferWriter<byte>();
        new EncodedPublish(new MqttPublish { Topic = "a", Payload = "x"u8.ToArray() }).Write(output, default, MqttProtocolVersion.V500);
        Assert.Equal(Wire.Bytes("30 05 0001 61 00 78"), output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Disconnect_Short_IsNormal() =>
        Assert.Equal(MqttReasonCode.Success, DisconnectPacket.Read(Wire.Frame(Wire.Bytes("E0 00")), MqttProtocolVersion.V500).Reason);

    [Fact]
    public void Properties_MoreThanMaximum_ThrowsQuota()
    {
        var properties = new Properties().Add(Enumerable.Repeat(new MqttUserProperty("", ""), Properties.MaximumCount + 1));
        var bytes = Wire.Bytes(new ConnAckPacket(false, MqttReasonCode.Success, properties), MqttProtocolVersion.V500);
        var error = Assert.Throws<MqttException>(() => ConnAckPacket.Read(Wire.Frame(bytes), MqttProtocolVersion.V500));
        Assert.Equal(MqttReasonCode.QuotaExceeded, error.Reason);
    }
}
