using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>PINGREQ (<c>C0 00</c>) and PINGRESP (<c>D0 00</c>): two bytes, no body (MQTT 5.0 sections 3.12 and 3.13).</summary>
internal readonly record struct PingPacket(PacketType Type) : IControlPacket
{
    public static PingPacket Read(in PacketFrame frame)
    {
        frame.Read().End();
        return new PingPacket(frame.Type);
    }

    public void Write(IBufferWriter<byte> output, MqttProtocolVersion version) => output.WritePacket(Type, 0, []);
}
