using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Packets;

/// <summary>Flags and the fields that they announce, strings and reserved bits, statement by statement.</summary>
public sealed class FieldTests
{
    // CONNECT of MQTT 5 without properties: flags, then what follows the keep-alive.
    [Theory]
    [Conformance("MQTT-3.1.2-9", "MQTT-3.1.2-16", "MQTT-3.1.2-17", "MQTT-3.1.2-18", "MQTT-3.1.2-19", "MQTT-3.1.3-1", "MQTT-3.1.3-3")]
    [InlineData("02", "0001 61", true)]
    [InlineData("82", "0001 61 0001 75", true)]
    [InlineData("82", "0001 61", false)] // user name announced, and not there
    [InlineData("02", "0001 61 0001 75", false)] // there, and not announced
    [InlineData("42", "0001 61 0001 70", true)]
    [InlineData("42", "0001 61", false)] // password
    [InlineData("C2", "0001 61 0001 75", false)]
    [InlineData("06", "0001 61 00 0001 77 0000", true)]
    [InlineData("06", "0001 61", false)] // Will
    [InlineData("06", "0001 61 00", false)]
    [InlineData("06", "0001 61 00 0001 77", false)] // Will without payload
    [InlineData("02", "", false)] // no client id
    public void Connect_FieldsAndFlags_Agree(string flags, string payload, bool isRead)
    {
        var body = Wire.Bytes($"0004 4D515454 05 {flags} 003C 00 {payload}");
        var frame = Wire.Frame([0x10, (byte)body.Length, .. body]);
        var error = Record.Exception(() => ConnectPacket.Read(frame));
        Assert.Equal(isRead ? null : MqttReasonCode.MalformedPacket, (error as MqttException)?.Reason);
    }

    [Theory]
    [Conformance("MQTT-1.5.4-1", "MQTT-1.5.4-2", "MQTT-1.5.7-1", "MQTT-3.1.3-4", "MQTT-3.1.3-11", "MQTT-3.1.3-12", "MQTT-3.3.2-1", "MQTT-3.3.2-13", "MQTT-3.3.2-19", "MQTT-3.8.3-1", "MQTT-3.10.3-1")]
    [InlineData("10", "0004 4D515454 05 02 003C 00 {0}")] // client id
    [InlineData("10", "0004 4D515454 05 06 003C 00 0001 61 00 {0} 0000")] // Will topic
    [InlineData("10", "0004 4D515454 05 82 003C 00 0001 61 {0}")] // user name
    [InlineData("30", "{0} 00")] // topic
    [InlineData("30", "0001 61 05 08 {0}")] // response topic
    [InlineData("30", "0001 61 05 03 {0}")] // content type
    [InlineData("30", "0001 61 08 26 {0} 0001 61")] // name of a pair
    [InlineData("30", "0001 61 08 26 0001 61 {0}")] // value of a pair
    [InlineData("82", "0001 00 {0} 00")] // filter
    [InlineData("A2", "0001 00 {0}")] // filter
    public void String_NotUtf8OrWithZero_IsMalformed(string first, string body)
    {
        foreach (var bad in new[] { "0002 C328", "0002 ED61", "0002 6100", "0002 0061" })
        {
            var bytes = Wire.Bytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, body, bad));
            var frame = Wire.Frame([.. Wire.Bytes(first), (byte)bytes.Length, .. bytes]);
            Assert.Equal(MqttReasonCode.MalformedPacket, Assert.Throws<MqttException>(() => PacketPeer.Parse(frame, MqttProtocolVersion.V500)).Reason);
        }
    }

    [Fact]
    [Conformance("MQTT-2.1.3-1", "MQTT-3.6.1-1", "MQTT-3.8.1-1", "MQTT-3.10.1-1", "MQTT-3.14.1-1", "MQTT-3.15.1-1")]
    public void FirstByte_EveryTypeAndFlags_OnlyTheReservedOnesAreRead()
    {
        for (var first = 0; first < 256; first++)
        {
            var (type, flags) = (first >> 4, first & 15);
            var allowed = type switch { 0 => false, 3 => true, 6 or 8 or 10 => flags == 2, _ => flags == 0 };
            var buffer = new System.Buffers.ReadOnlySequence<byte>([(byte)first, 0]);
            var error = Record.Exception(() => FrameReader.TryRead(ref buffer, 100, out _));
            Assert.Equal(allowed ? null : MqttReasonCode.MalformedPacket, (error as MqttException)?.Reason);
        }
    }

    [Fact]
    [Conformance("MQTT-3.2.2-6", "MQTT-3.2.2-8", "MQTT-3.4.2-1", "MQTT-3.5.2-1", "MQTT-3.6.2-1", "MQTT-3.7.2-1", "MQTT-3.9.3-2", "MQTT-3.11.3-2", "MQTT-3.14.2-1", "MQTT-3.15.2-1")]
    public void ReasonCode_EveryTypeAndValue_OnlyItsOwnAreRead()
    {
        // How many codes each packet has in table 2-6 of the specification.
        (PacketType Type, int Count, string Before)[] rows =
        [
            (PacketType.ConnAck, 22, "00"), (PacketType.PubAck, 9, "0001"), (PacketType.PubRec, 9, "0001"), (PacketType.PubRel, 2, "0001"),
            (PacketType.PubComp, 2, "0001"), (PacketType.SubAck, 12, "0001 00"), (PacketType.UnsubAck, 7, "0001 00"),
            (PacketType.Disconnect, 29, ""), (PacketType.Auth, 3, ""),
        ];
        foreach (var (type, count, before) in rows)
        {
            var flags = type == PacketType.PubRel ? 2 : 0;
            var read = 0;
            for (var code = 0; code < 256; code++)
            {
                byte[] body = [.. Wire.Bytes(before), (byte)code, .. type == PacketType.ConnAck ? new byte[1] : []];
                var frame = Wire.Frame([(byte)((int)type << 4 | flags), (byte)body.Length, .. body]);
                var error = Record.Exception(() => PacketPeer.Parse(frame, MqttProtocolVersion.V500));
                read += error is null ? 1 : 0;
                Assert.True(error is null or MqttException { Reason: MqttReasonCode.ProtocolError }, $"{type} {code}");
                var fit = ReasonTable.Fit(type, (MqttReasonCode)code);
                Assert.True(error is null ? fit == (MqttReasonCode)code : type == PacketType.Auth || ReasonTable.Allows(type, fit), $"{type} {code}");
            }
            Assert.Equal((type, count), (type, read));
        }
    }
}
