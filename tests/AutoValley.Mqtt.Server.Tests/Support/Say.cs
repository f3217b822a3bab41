using System.Text;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>Packets in few words.</summary>
internal static class Say
{
    public static MqttPublish Publish(string topic, string text, QualityOfService qos = QualityOfService.AtLeastOnce) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), Qos = qos };

    public static string Text(PublishPacket packet) => Encoding.UTF8.GetString(packet.Publish.Payload.Span);

    public static ConnectPacket Connect(string id, uint? expiry = null) =>
        new() { ClientId = id, CleanStart = true, Properties = new Properties().Add(PropertyId.SessionExpiry, expiry) };

    public static AckPacket Ack(PacketType type, ushort id, MqttReasonCode reason = MqttReasonCode.Success) => new(type, id, reason);
}
