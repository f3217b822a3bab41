using System.Buffers;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;

namespace AutoValley.Mqtt.Tests.Packets;

/// <summary>Whatever comes, a packet is read, waited for, or refused by one typed error.</summary>
public sealed class HostileBytesTests
{
    private static readonly MqttProtocolVersion[] Versions = [MqttProtocolVersion.V311, MqttProtocolVersion.V500];

    [Fact]
    public void Parse_MutatedPackets_ReadOrThrowMqttException()
    {
        var random = new Random(20261122);
        var samples = Versions.Select(Samples).ToArray();
        var read = 0;
        var refused = 0;
        for (var round = 0; round < 60_000; round++)
        {
            var version = Versions[round & 1];
            var bytes = Mutate(samples[round & 1][random.Next(samples[0].Length)], random);
            try
            {
                var buffer = Wire.Split(bytes, random.Next(bytes.Length + 1));
                if (FrameReader.TryRead(ref buffer, 4096, out var frame))
                    PacketPeer.Parse(frame, version);
                read++;
            }
            catch (MqttException)
            {
                refused++;
            }
        }
        Assert.True(read > 5_000 && refused > 5_000, $"{read} read, {refused} refused: the mutations are one-sided");
    }

    [Fact]
    public void Parse_EveryTruncatedBody_ReadsOrThrowsMqttException()
    {
        foreach (var version in Versions)
        {
            foreach (var sample in Samples(version))
            {
                for (var length = 0; length < sample.Length - 2; length++)
                {
                    byte[] cut = [sample[0], (byte)length, .. sample.AsSpan(2, length)];
                    try
                    {
                        PacketPeer.Parse(Wire.Frame(cut), version);
                    }
                    catch (MqttException e)
                    {
                        Assert.True(e.Reason.IsFailure());
                    }
                }
            }
        }
    }

    // All of them shorter than 128 bytes, so that the length takes one byte.
    private static byte[][] Samples(MqttProtocolVersion version)
    {
        var publish = new EncodedPublish(new MqttPublish { Topic = "av/v1/o/c", Payload = new byte[20], ContentType = "x", ResponseTopic = "r", UserProperties = [new("a", "b")] });
        var will = new ConnectWill(new MqttPublish { Topic = "w", Payload = new byte[3] }, 7);
        return
        [
            Bytes(output => new ConnectPacket { Version = version, ClientId = "car", Will = will, UserName = "u", Password = new byte[2], Properties = new Properties().Add(PropertyId.SessionExpiry, 7u) }.Write(output)),
            Bytes(output => publish.Write(output, new PublishHeader(QualityOfService.AtLeastOnce, 1, false, false, 9, [5]), version)),
            Bytes(output => publish.Write(output, new PublishHeader(QualityOfService.AtMostOnce, 0, false, true, null, null), version)),
            Wire.Bytes(new ConnAckPacket(true, MqttReasonCode.Success, new Properties().Add(PropertyId.AssignedClientId, "auto").Add(PropertyId.ReceiveMaximum, 5u)), version),
            Wire.Bytes(new AckPacket(PacketType.PubAck, 3, MqttReasonCode.NotAuthorized), version),
            Wire.Bytes(new AckPacket(PacketType.PubRel, 3, MqttReasonCode.Success), version),
            Wire.Bytes(new SubscribePacket(1, 2, [new SubscriptionRequest("a/+", QualityOfService.AtLeastOnce), new SubscriptionRequest("#", QualityOfService.AtMostOnce)]), version),
            Wire.Bytes(new SubAckPacket(PacketType.SubAck, 1, [MqttReasonCode.GrantedQos1]), version),
            Wire.Bytes(new UnsubscribePacket(1, ["a/+", "b"]), version),
            Wire.Bytes(new PingPacket(PacketType.PingReq), version),
            Wire.Bytes(new DisconnectPacket(MqttReasonCode.ServerBusy, 5, "why"), version),
            Wire.Bytes("F0 07 18 05 15 0002 6161"),
        ];
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var copy = bytes.ToList();
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(copy.Count);
            switch (random.Next(4))
            {
                case 0: copy[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: copy[at] = (byte)random.Next(256); break;
                case 2: copy.Insert(at, (byte)random.Next(256)); break;
                default: copy.RemoveAt(at); break;
            }
            if (copy.Count == 0)
                return [];
        }
        return [.. copy];
    }

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
