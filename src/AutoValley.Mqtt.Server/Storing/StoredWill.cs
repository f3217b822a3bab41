using System.Buffers;
using System.Buffers.Binary;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Storing;

/// <summary>
/// A Will as the store keeps it, from CONNECT until it is published or not needed any more:
/// <code>
/// +---------+------------------+---------------+-------------------+------------+-------------------+---------------------------+
/// | 01      | 04 MQTT 3.1.1 or | 01 a user     | due, 8 B, UTC     | delay      | user name, string | PUBLISH of MQTT 5, whole, |
/// | version | 05 MQTT 5        | name is there | ticks; 0 while it | 4 B, s     | empty for none    | with its expiry           |
/// |         |                  |               | is connected      |            |                   |                           |
/// +---------+------------------+---------------+-------------------+------------+-------------------+---------------------------+
/// </code>
/// </summary>
/// <param name="Pending">The Will, and whose it is.</param>
/// <param name="DueAt">When it is published; null while its client is connected.</param>
internal readonly record struct StoredWill(PendingWill Pending, DateTimeOffset? DueAt)
{
    private const byte Version = 1;
    private const int HeaderBytes = 1 + 1 + 1 + 8 + 4;

    public byte[] Write()
    {
        var (client, will) = (Pending.Client, Pending.Will);
        var output = new ArrayBufferWriter<byte>(HeaderBytes + 256 + will.Publish.Payload.Length);
        output.WriteByte(Version);
        output.WriteByte((byte)client.ProtocolVersion);
        output.WriteByte(client.UserName is null ? (byte)0 : (byte)1);
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(8), DueAt?.UtcTicks ?? 0);
        output.Advance(8);
        output.WriteUInt32(will.DelaySeconds);
        output.WriteText(client.UserName ?? "");
        var publish = will.Publish;
        var header = new PublishHeader(publish.Qos, 1, false, publish.Retain, PublishProperties.ExpirySeconds(publish.MessageExpiry), null);
        new EncodedPublish(publish).Write(output, header, MqttProtocolVersion.V500);
        return output.WrittenSpan.ToArray();
    }

    /// <exception cref="MqttException">These bytes were not written here.</exception>
    public static StoredWill Read(string clientId, long number, ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < HeaderBytes || span[0] != Version || span[1] is not (4 or 5))
            throw MqttException.Malformed("a stored Will of another version");
        var ticks = BinaryPrimitives.ReadInt64BigEndian(span[3..]);
        var delay = BinaryPrimitives.ReadUInt32BigEndian(span[11..]);
        var reader = new PacketReader(span[HeaderBytes..], PacketType.Publish);
        var userName = reader.ReadText("user name of a stored Will");
        var rest = new ReadOnlySequence<byte>(bytes[^reader.Remaining..]);
        if (!FrameReader.TryRead(ref rest, int.MaxValue, out var frame) || frame.Type != PacketType.Publish)
            throw MqttException.Malformed("a stored Will that is cut off");
        var publish = PublishPacket.Read(frame, MqttProtocolVersion.V500, new TopicCache()).Publish;
        var client = new MqttSessionInfo(clientId, span[2] == 0 ? null : userName, null, (MqttProtocolVersion)span[1]);
        return new StoredWill(
            new PendingWill(client, new ConnectWill(publish, delay), number), ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero));
    }
}
