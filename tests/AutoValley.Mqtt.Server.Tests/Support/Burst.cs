using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;

namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>Publishes that go in one write, and both ends' ways with them, without an allocation: to measure what the endpoint allocates.</summary>
internal sealed class Burst
{
    private readonly byte[] bytes;
    private readonly byte[] acks;
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
        acks = new byte[count * 4];
    }

    public int Count { get; }

    public QualityOfService Qos { get; }

    public ValueTask<FlushResult> SendAsync(PacketPeer peer) => peer.Transport.Output.WriteAsync(bytes);

    /// <summary>The publisher's side: its PUBACKs.</summary>
    public ValueTask AcknowledgedAsync(PacketPeer peer) => Qos == QualityOfService.AtMostOnce ? default : SkipAsync(peer.Transport.Input, Count * 4);

    /// <summary>A subscriber's side: gets all, and acknowledges each.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ReceiveAsync(PacketPeer peer)
    {
        var input = peer.Transport.Input;
        for (var got = 0; got < Count;)
        {
            var buffer = (await input.ReadAsync()).Buffer;
            var first = got;
            for (; buffer.Length >= packetBytes; buffer = buffer.Slice(packetBytes), got++)
                Acknowledge(buffer, got);
            input.AdvanceTo(buffer.Start, buffer.End);
            if (Qos != QualityOfService.AtMostOnce)
                await peer.Transport.Output.WriteAsync(acks.AsMemory(first * 4, (got - first) * 4));
        }
    }

    private void Acknowledge(in ReadOnlySequence<byte> packet, int index)
    {
        if (Qos == QualityOfService.AtMostOnce)
            return;
        Span<byte> head = stackalloc byte[64];
        head = head[..(int)Math.Min(packet.Length, head.Length)];
        packet.Slice(0, head.Length).CopyTo(head);
        // First byte, remaining length of two bytes, topic, identifier.
        var id = head.Slice(5 + BinaryPrimitives.ReadUInt16BigEndian(head[3..]), 2);
        var ack = acks.AsSpan(index * 4, 4);
        (ack[0], ack[1]) = ((byte)PacketType.PubAck << 4, 2);
        id.CopyTo(ack[2..]);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask SkipAsync(PipeReader input, int count)
    {
        for (var left = count; left > 0;)
        {
            var buffer = (await input.ReadAsync()).Buffer;
            left -= (int)buffer.Length;
            input.AdvanceTo(buffer.End);
        }
    }
}
