using System.Buffers;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Tests.Packets;

/// <summary>Bytes as hexadecimal text, whole and in pieces.</summary>
internal static class Wire
{
    public const int MaximumPacketBytes = 1024 * 1024;

    /// <summary>"30 03 …" to bytes.</summary>
    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

    /// <summary>What a packet writes.</summary>
    public static byte[] Bytes(IControlPacket packet, MqttProtocolVersion version)
    {
        var output = new ArrayBufferWriter<byte>();
        packet.Write(output, version);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The one packet in these bytes.</summary>
    public static PacketFrame Frame(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        Assert.True(FrameReader.TryRead(ref buffer, MaximumPacketBytes, out var frame));
        Assert.True(buffer.IsEmpty);
        return frame;
    }

    /// <summary>The bytes as two segments, cut at a place.</summary>
    public static ReadOnlySequence<byte> Split(byte[] bytes, int at)
    {
        var first = new Segment(bytes.AsMemory(0, at), 0);
        var second = new Segment(bytes.AsMemory(at), at);
        first.Append(second);
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    /// <summary>Pieces as the segments of one buffer.</summary>
    public static ReadOnlySequence<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var first = new Segment(pieces[0], 0);
        var last = first;
        foreach (var piece in pieces.Skip(1))
        {
            var next = new Segment(piece, last.RunningIndex + last.Memory.Length);
            last.Append(next);
            last = next;
        }
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public void Append(Segment next) => Next = next;
    }
}
