using System.Buffers;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Tests.Support;

/// <summary>A stream of bytes cut at random places: into single bytes, headers apart from bodies, several packets in one.</summary>
internal static class Splits
{
    /// <summary>Cuts, with sizes around the ones that hurt.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> bytes, Random random)
    {
        var longest = random.Next(5) switch { 0 => 1, 1 => 3, 2 => 20, 3 => 300, _ => 5_000 };
        while (bytes.Length > 0)
        {
            var length = Math.Min(random.Next(1, longest + 1), bytes.Length);
            yield return bytes[..length];
            bytes = bytes[length..];
        }
    }

    /// <summary>What a packet says, so that two can be compared.</summary>
    public static string Text(object packet) => packet switch
    {
        PublishPacket { Publish: var publish } read =>
            $"Publish {read.PacketId} {read.TopicAlias} {publish.Topic} {publish.Qos} {publish.Duplicate} {publish.Retain} {publish.ContentType} "
            + $"{publish.MessageExpiry} {string.Join(',', publish.SubscriptionIds)} {Convert.ToHexString(publish.Payload.Span)}",
        SubAckPacket answer => $"{answer.Type} {answer.PacketId} {string.Join(',', answer.Reasons)} {answer.Text}",
        SubscribePacket request => $"Subscribe {request.PacketId} {request.SubscriptionId} {string.Join(',', request.Requests)}",
        UnsubscribePacket request => $"Unsubscribe {request.PacketId} {string.Join(',', request.Filters)}",
        ConnectPacket connect => $"Connect {connect.ClientId} {connect.KeepAliveSeconds} {connect.Will} {connect.UserName} {connect.Properties.Count}",
        ConnAckPacket answer => $"ConnAck {answer.Reason} {answer.SessionPresent} {answer.Properties.Count}",
        AuthPacket auth => $"Auth {auth.Reason} {auth.Method} {auth.Data?.Length}",
        var other => $"{other}",
    };

    /// <summary>Packets' bytes, one behind the other.</summary>
    public static byte[] Bytes(MqttProtocolVersion version, IEnumerable<object> packets)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var packet in packets)
        {
            if (packet is PublishPacket { Publish: var publish } write)
            {
                var alias = write.TopicAlias == 0 ? default : new TopicAlias(write.TopicAlias, publish.Topic.Length == 0);
                var header = new PublishHeader(
                    publish.Qos, write.PacketId, publish.Duplicate, publish.Retain, PublishProperties.ExpirySeconds(publish.MessageExpiry), [.. publish.SubscriptionIds], alias);
                new EncodedPublish(publish with { SubscriptionIds = [] }).Write(output, header, version);
            }
            else
            {
                ((IControlPacket)packet).Write(output, version);
            }
        }
        return output.WrittenSpan.ToArray();
    }
}
