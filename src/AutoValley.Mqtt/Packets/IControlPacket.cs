using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>A packet that is small and waits for no window: everything but PUBLISH.</summary>
internal interface IControlPacket
{
    void Write(IBufferWriter<byte> output, MqttProtocolVersion version);
}
