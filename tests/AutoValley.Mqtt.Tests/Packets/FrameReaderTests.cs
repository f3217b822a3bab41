using System.Buffers;
using AutoValley.Mqtt.Packets;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Packets;

public sealed class FrameReaderTests
{
    [Theory]
    [Conformance("MQTT-1.5.5-1")]
    [InlineData("00 00", MqttReasonCode.MalformedPacket)] // type 0
    [InlineData("42 02 00 01", MqttReasonCode.MalformedPacket)] // PUBACK with flags
    [InlineData("60 02 00 01", MqttReasonCode.MalformedPacket)] // PUBREL without its flags
    [InlineData("80", MqttReasonCode.MalformedPacket)] // SUBSCRIBE without its flags: known by the first byte
    [InlineData("30 FF FF FF FF", MqttReasonCode.MalformedPacket)] // length of more than four bytes
    [InlineData("30 80 00", MqttReasonCode.MalformedPacket)] // length padded
    [InlineData("30 FF FF 3F", MqttReasonCode.PacketTooLarge)] // 1,048,575 bytes, said before they come
    public void TryRead_HostileHeader_ThrowsReason(string hex, MqttReasonCode reason)
    {
        var error = Assert.Throws<MqttException>(() => TryRead(Wire.Bytes(hex)));
        Assert.Equal(reason, error.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("30 80")]
    [InlineData("30 FF FF 3E")]
    [InlineData("30 05 00 01 61 00")]
    public void TryRead_Incomplete_WaitsAndTakesNothing(string hex)
    {
        var buffer = new ReadOnlySequence<byte>(Wire.Bytes(hex));
        Assert.False(FrameReader.TryRead(ref buffer, Wire.MaximumPacketBytes, out _));
        Assert.Equal(Wire.Bytes(hex).Length, buffer.Length);
    }

    [Fact]
    public void TryRead_CutAnywhere_GivesTheSamePackets()
    {
        var bytes = Wire.Bytes("C0 00 32 08 00 01 61 00 07 00 68 69 D0 00 40 02 00 07 E0 00");
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var types = new List<PacketType>();
            var head = new ReadOnlySequence<byte>(bytes, 0, cut);
            while (FrameReader.TryRead(ref head, Wire.MaximumPacketBytes, out var frame))
                types.Add(frame.Type);
            var rest = Wire.Split(bytes, cut).Slice(cut - head.Length);
            while (FrameReader.TryRead(ref rest, Wire.MaximumPacketBytes, out var frame))
            {
                types.Add(frame.Type);
                if (frame.Type == PacketType.Publish)
                    Assert.Equal("hi"u8.ToArray(), PublishPacket.Read(frame, MqttProtocolVersion.V500, new TopicCache()).Publish.Payload.ToArray());
            }
            Assert.Equal([PacketType.PingReq, PacketType.Publish, PacketType.PingResp, PacketType.PubAck, PacketType.Disconnect], types);
            Assert.True(rest.IsEmpty);
        }
    }

    private static bool TryRead(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        return FrameReader.TryRead(ref buffer, Wire.MaximumPacketBytes, out _);
    }
}
