using System.Buffers;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Tests.Fuzzing;

/// <summary>Every packet with everything that it can carry, alone and one behind the other.</summary>
internal static class PacketCorpus
{
    public static IEnumerable<byte[]> Of(MqttProtocolVersion version)
    {
        var packets = Packets(version).ToArray();
        return [.. packets, packets.SelectMany(packet => packet).ToArray()];
    }

    private static IEnumerable<byte[]> Packets(MqttProtocolVersion version)
    {
        var rich = new MqttPublish
        {
            Topic = "av/v1/o/c", Payload = new byte[200], ContentType = "x", ResponseTopic = "r", CorrelationData = new byte[3], IsText = true,
            UserProperties = [new("a", "b"), new("a", "c")], Qos = QualityOfService.ExactlyOnce,
        };
        var connect = new ConnectPacket
        {
            Version = version, ClientId = "car", Will = new ConnectWill(rich with { MessageExpiry = TimeSpan.FromSeconds(9) }, 7), UserName = "u", Password = new byte[2],
            Properties = new Properties().Add(PropertyId.SessionExpiry, 7u).Add(PropertyId.ReceiveMaximum, 5u).Add([new("a", "b")]).Add(PropertyId.AuthenticationMethod, "m"),
        };
        yield return Bytes(connect.Write);
        var publish = new EncodedPublish(rich);
        yield return Bytes(output => publish.Write(output, new PublishHeader(QualityOfService.AtLeastOnce, 1, true, false, 9, [5, 300], new TopicAlias(3, false)), version));
        yield return Bytes(output => publish.Write(output, new PublishHeader(QualityOfService.AtMostOnce, 0, false, true, null, null), version));
        foreach (var packet in Control())
            yield return Bytes(output => packet.Write(output, version));
    }

    private static IEnumerable<IControlPacket> Control() =>
    [
        new ConnAckPacket(true, MqttReasonCode.Success, new Properties().Add(PropertyId.AssignedClientId, "auto").Add(PropertyId.ReceiveMaximum, 5u)),
        new AckPacket(PacketType.PubAck, 3, MqttReasonCode.NotAuthorized),
        new AckPacket(PacketType.PubRec, 3, MqttReasonCode.Success),
        new AckPacket(PacketType.PubRel, 3, MqttReasonCode.PacketIdentifierNotFound),
        new AckPacket(PacketType.PubComp, 3, MqttReasonCode.Success),
        new SubscribePacket(1, 2, [new SubscriptionRequest("a/+", QualityOfService.AtLeastOnce, NoLocal: true), new SubscriptionRequest("$share/g/#", QualityOfService.AtMostOnce)]),
        new SubAckPacket(PacketType.SubAck, 1, [MqttReasonCode.GrantedQos1, MqttReasonCode.NotAuthorized]),
        new UnsubscribePacket(1, ["a/+", "b"]),
        new SubAckPacket(PacketType.UnsubAck, 1, [MqttReasonCode.Success]),
        new PingPacket(PacketType.PingReq),
        new PingPacket(PacketType.PingResp),
        new DisconnectPacket(MqttReasonCode.ServerBusy, 5, "why"),
        new AuthPacket(MqttReasonCode.ContinueAuthentication, "m", new byte[5]),
    ];

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
