using System.Buffers;
using AutoValley.Mqtt.Packets;
using AutoValley.Telemetry.Tests.Fuzzing;

namespace AutoValley.Mqtt.Tests.Fuzzing;

/// <summary>All packets of one version as a stream that is cut somewhere: each is read, waited for, or refused by one typed error.</summary>
internal sealed class PacketTarget(MqttProtocolVersion version) : IFuzzTarget
{
    private const int MaximumPacketBytes = 64 * 1024;

    private readonly TopicCache topics = new();

    public string Name => $"MQTT {version}";

    public byte[][] Corpus { get; } = [.. PacketCorpus.Of(version)];

    // An error with its text and trace, and objects for each property: the smallest takes three bytes.
    public long AllocationLimit(int length) => 32 * 1024 + 64L * length;

    public bool Read(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var cut = random.Below(input.Length + 1);
        var first = new Segment(input[..cut], 0);
        var buffer = new ReadOnlySequence<byte>(first, 0, first.Append(input[cut..]), input.Length - cut);
        try
        {
            while (FrameReader.TryRead(ref buffer, MaximumPacketBytes, out var frame))
                Parse(frame);
            return true;
        }
        catch (MqttException e) when (e.Reason.IsFailure())
        {
            return false;
        }
    }

    private void Parse(in PacketFrame frame)
    {
        _ = frame.Type switch
        {
            PacketType.Connect => (object)ConnectPacket.Read(frame),
            PacketType.ConnAck => ConnAckPacket.Read(frame, version),
            PacketType.Publish => PublishPacket.Read(frame, version, topics),
            PacketType.Subscribe => SubscribePacket.Read(frame, version),
            PacketType.SubAck or PacketType.UnsubAck => SubAckPacket.Read(frame, version),
            PacketType.Unsubscribe => UnsubscribePacket.Read(frame, version),
            PacketType.PingReq or PacketType.PingResp => PingPacket.Read(frame),
            PacketType.Disconnect => DisconnectPacket.Read(frame, version),
            PacketType.Auth => AuthPacket.Read(frame),
            _ => AckPacket.Read(frame, version),
        };
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
