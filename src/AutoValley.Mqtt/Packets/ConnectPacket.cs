using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// CONNECT (MQTT 5.0 section 3.1):
/// <code>
/// +----------+-------+-------+------------+------------+-----------+------------------+-------+-----------+
/// | 00 04    | level | flags | keep-alive | properties | client id | will properties, | user  | password  |
/// | M Q T T  | 1 B   | 1 B   | 2 B, s     | MQTT 5     | string    | topic, payload   | name  | binary    |
/// +----------+-------+-------+------------+------------+-----------+------------------+-------+-----------+
/// flags: 80 user name | 40 password | 20 will retain | 18 will QoS | 04 will | 02 clean start | 01 reserved
/// </code>
/// </summary>
internal sealed record ConnectPacket
{
    private const byte UserNameFlag = 0x80, PasswordFlag = 0x40, WillRetainFlag = 0x20, WillFlag = 0x04, CleanStartFlag = 0x02, ReservedFlag = 0x01;
    private const int WillQosShift = 3;

    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V500;
    public string ClientId { get; init; } = "";
    public bool CleanStart { get; init; }
    public ushort KeepAliveSeconds { get; init; }
    public ConnectWill? Will { get; init; }
    public string? UserName { get; init; }
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>Session Expiry and so on; their accessors follow.</summary>
    public Properties Properties { get; init; } = Properties.None;

    /// <summary>How long the session outlives the connection; <see cref="uint.MaxValue"/> is for ever. MQTT 3.1.1 without clean session means for ever.</summary>
    public uint SessionExpirySeconds => Version == MqttProtocolVersion.V500
        ? Properties.Number(PropertyId.SessionExpiry) ?? 0
        : CleanStart ? 0 : uint.MaxValue;

    /// <summary>Publishes of QoS 1 and 2 that the client takes at a time (section 3.1.2.11.3).</summary>
    public ushort ReceiveMaximum => (ushort)(Properties.Number(PropertyId.ReceiveMaximum) ?? ushort.MaxValue);

    /// <summary>Largest packet that the client takes (section 3.1.2.11.4).</summary>
    public uint MaximumPacketBytes => Properties.Number(PropertyId.MaximumPacketSize) ?? uint.MaxValue;

    /// <summary>In which version an answer to this packet is understood, even when the packet is wrong.</summary>
    public static MqttProtocolVersion PeekVersion(in PacketFrame frame) =>
        frame.Span is [0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', >= 5, ..] ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311;

    public static ConnectPacket Read(in PacketFrame frame)
    {
        var reader = frame.Read();
        var version = ReadVersion(ref reader);
        var flags = reader.ReadByte("connect flags");
        CheckFlags(flags, version);
        var keepAlive = reader.ReadUInt16("keep-alive");
        var properties = version == MqttProtocolVersion.V500 ? Properties.Read(ref reader, PropertyPlaces.Connect) : Properties.None;
        var packet = new ConnectPacket
        {
            Version = version,
            CleanStart = (flags & CleanStartFlag) != 0,
            KeepAliveSeconds = keepAlive,
            Properties = properties,
            ClientId = reader.ReadText("client identifier"),
            Will = (flags & WillFlag) != 0 ? ReadWill(ref reader, flags, version) : null,
            UserName = (flags & UserNameFlag) != 0 ? reader.ReadText("user name") : null,
            Password = (flags & PasswordFlag) != 0 ? reader.ReadBinary("password") : (ReadOnlyMemory<byte>?)null,
        };
        reader.End();
        return packet;
    }

    public void Write(IBufferWriter<byte> output)
    {
        var body = new ArrayBufferWriter<byte>(256);
        body.WriteText("MQTT");
        body.WriteByte((byte)Version);
        body.WriteByte(Flags());
        body.WriteUInt16(KeepAliveSeconds);
        if (Version == MqttProtocolVersion.V500)
            Properties.Write(body);
        body.WriteText(ClientId);
        if (Will is not null)
            WriteWill(body, Will);
        if (UserName is not null)
            body.WriteText(UserName);
        if (Password is { } password)
            body.WriteBinary(password.Span);
        output.WritePacket(PacketType.Connect, 0, body.WrittenSpan);
    }

    private static MqttProtocolVersion ReadVersion(ref PacketReader reader)
    {
        // [MQTT-3.1.2-1] "MQTT", or the server may answer with 0x84.
        if (!reader.ReadTextBytes("protocol name").SequenceEqual("MQTT"u8))
            throw new MqttException(MqttReasonCode.UnsupportedProtocolVersion, "Connect packet: protocol name is not MQTT");
        var level = reader.ReadByte("protocol level");
        return level is 4 or 5
            ? (MqttProtocolVersion)level
            : throw new MqttException(MqttReasonCode.UnsupportedProtocolVersion, $"Connect packet: protocol level {level}, 4 and 5 are known");
    }

    private static void CheckFlags(byte flags, MqttProtocolVersion version)
    {
        // [MQTT-3.1.2-3] The reserved bit is 0.
        if ((flags & ReservedFlag) != 0)
            throw MqttException.Malformed("Connect packet: reserved flag is set");
        // [MQTT-3.1.2-11] [MQTT-3.1.2-12] [MQTT-3.1.2-13] No Will: its QoS and retain are 0; its QoS is never 3.
        var willQos = flags >> WillQosShift & 3;
        if (willQos == 3 || ((flags & WillFlag) == 0 && (flags & (WillRetainFlag | 3 << WillQosShift)) != 0))
            throw MqttException.Malformed($"Connect packet: Will flags 0x{flags:X2}");
        // MQTT 3.1.1 [MQTT-3.1.2-22]: no password without a user name; MQTT 5 dropped this rule.
        if (version == MqttProtocolVersion.V311 && (flags & (UserNameFlag | PasswordFlag)) == PasswordFlag)
            throw MqttException.Malformed("Connect packet: password without user name");
    }

    private static ConnectWill ReadWill(ref PacketReader reader, byte flags, MqttProtocolVersion version)
    {
        var properties = version == MqttProtocolVersion.V500 ? Properties.Read(ref reader, PropertyPlaces.Will) : Properties.None;
        var topic = reader.ReadText("Will topic");
        if (!TopicRules.IsName(topic))
            throw new MqttException(MqttReasonCode.TopicNameInvalid, "Connect packet: Will topic is empty or has a wildcard");
        var publish = new MqttPublish
        {
            Topic = topic,
            Payload = reader.ReadBinary("Will payload"),
            Qos = (QualityOfService)(flags >> WillQosShift & 3),
            Retain = (flags & WillRetainFlag) != 0,
        };
        return new ConnectWill(PublishProperties.Apply(publish, properties), properties.Number(PropertyId.WillDelay) ?? 0);
    }

    private byte Flags()
    {
        var flags = (UserName is null ? 0 : UserNameFlag) | (Password is null ? 0 : PasswordFlag) | (CleanStart ? CleanStartFlag : 0);
        if (Will is { Publish: var will })
            flags |= WillFlag | (int)will.Qos << WillQosShift | (will.Retain ? WillRetainFlag : 0);
        return (byte)flags;
    }

    private void WriteWill(ArrayBufferWriter<byte> body, ConnectWill will)
    {
        if (Version == MqttProtocolVersion.V500)
        {
            new Properties()
                .Add(PropertyId.WillDelay, will.DelaySeconds == 0 ? null : will.DelaySeconds)
                .Add(PropertyId.MessageExpiry, PublishProperties.ExpirySeconds(will.Publish.MessageExpiry))
                .Add(PublishProperties.Of(will.Publish))
                .Write(body);
        }
        body.WriteText(will.Publish.Topic);
        body.WriteBinary(will.Publish.Payload.Span);
    }
}
