using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;

namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>Publishes that go in one write, and both ends' ways with them, without an allocation: to measure what the endpoint allocates.</summary>
internal sealed class Burst
{
    private readonly byte[] bytes;
    private readonly int packetBytes;

    public Burst(MqttPublish publish, int count, TopicAlias alias = default)
    {
        (Count, Qos) = (count, publish.Qos);
        var output = new ArrayBufferWriter<byte>();
        var encoded = new EncodedPublish(publish);
        for (ushort id = 1; id <= count; id++)
        {
            var header = new PublishHeader(Qos, Qos == QualityOfService.AtMostOnce ? (ushort)0 : id, false, false, null, null, alias);
            encoded.Write(output, header, MqttProtocolVersion.V500);
        }
        bytes = output.WrittenSpan.ToArray();
        packetBytes = encoded.PacketBytes(new PublishHeader(Qos, 1, false, false, null, null), MqttProtocolVersion.V500);
    }

    public int Count { get; }

    public QualityOfService Qos { get; }

    public ValueTask<FlushResult> SendAsync(PacketPeer peer) => peer.Transport.Output.WriteAsync(bytes);

    /// <summary>The publisher's side: reads its answers until the other end closes.</summary>
    public static async Task DrainAsync(PacketPeer peer)
    {
        var input = peer.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync();
            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return;
        }
    }

    /// <summary>A subscriber's side: gets all, and acknowledges each, until the other end closes.</summary>
    public async Task ReceiveAsync(PacketPeer peer)
    {
        var (input, acks) = (peer.Transport.Input, new byte[Count * 4]);
        while (true)
        {
            var result = await input.ReadAsync();
            var (buffer, got) = (result.Buffer, 0);
            for (; buffer.Length >= packetBytes && got < Count; buffer = buffer.Slice(packetBytes))
                Acknowledge(buffer, acks.AsSpan(got++ * 4, 4));
            input.AdvanceTo(buffer.Start, got == Count ? buffer.Start : buffer.End);
            if (result.IsCompleted)
                return;
            if (Qos != QualityOfService.AtMostOnce)
                await peer.Transport.Output.WriteAsync(acks.AsMemory(0, got * 4));
        }
    }

    private static void Acknowledge(in ReadOnlySequence<byte> packet, Span<byte> ack)
    {
        Span<byte> head = stackalloc byte[64];
        head = head[..(int)Math.Min(packet.Length, head.Length)];
        packet.Slice(0, head.Length).CopyTo(head);
        // First byte, remaining length of two bytes, topic, identifier.
        var id = head.Slice(5 + BinaryPrimitives.ReadUInt16BigEndian(head[3..]), 2);
        (ack[0], ack[1]) = ((byte)PacketType.PubAck << 4, 2);
        id.CopyTo(ack[2..]);
    }
}
