using System.Buffers;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Fuzzing;
using AutoValley.Mqtt.Tests.Support;

namespace AutoValley.Mqtt.Tests.Packets;

/// <summary>The reader, over random sequences of packets and random splits of their bytes; a failure names its seed.</summary>
public sealed class SplitTests
{
    private const int Seeds = 400;

    [Theory]
    [InlineData(MqttProtocolVersion.V500)]
    [InlineData(MqttProtocolVersion.V311)]
    public void TryRead_AnySequenceAnySplit_GivesThePacketsOfOnePiece(MqttProtocolVersion version)
    {
        var corpus = PacketCorpus.Of(version).SkipLast(1).Where(bytes => version == MqttProtocolVersion.V500 || bytes[0] >> 4 != (int)PacketType.Auth).ToArray();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var chosen = Enumerable.Range(0, random.Next(1, 30)).Select(_ => corpus[random.Next(corpus.Length)]).ToArray();
            var expected = chosen.Select(bytes => Splits.Text(PacketPeer.Parse(Wire.Frame(bytes), version))).ToArray();
            var read = Read([.. chosen.SelectMany(bytes => bytes)], version, random);
            Assert.True(expected.SequenceEqual(read), $"seed {seed}: {string.Join('\n', read.Except(expected))}");
        }
    }

    // As a pipe does: each piece is a segment, and what is not read yet stays.
    private static List<string> Read(byte[] bytes, MqttProtocolVersion version, Random random)
    {
        var packets = new List<string>();
        var topics = new TopicCache();
        var unread = new List<ReadOnlyMemory<byte>>();
        foreach (var piece in Splits.Of(bytes, random))
        {
            unread.Add(piece);
            var buffer = Wire.Join(unread);
            while (FrameReader.TryRead(ref buffer, Wire.MaximumPacketBytes, out var frame))
                packets.Add(Splits.Text(PacketPeer.Parse(frame, version, topics)));
            unread = [.. buffer];
        }
        Assert.DoesNotContain(unread, piece => piece.Length > 0);
        return packets;
    }
}
