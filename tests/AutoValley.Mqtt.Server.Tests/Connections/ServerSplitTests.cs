using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Support;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>The server, over random packets of a client and random splits of their bytes: the same calls and answers as in one piece.</summary>
public sealed class ServerSplitTests
{
    private const int Seeds = 60;

    [Theory]
    [InlineData(MqttProtocolVersion.V500)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Client_AnySequenceAnySplit_IsServedAsInOnePiece(MqttProtocolVersion version)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var bytes = Splits.Bytes(version, Script(new Random(seed), version));
            var whole = await ServeAsync(version, [bytes]);
            var split = await ServeAsync(version, Splits.Of(bytes, new Random(seed + Seeds)));
            Assert.Equal((seed, whole.Calls), (seed, split.Calls));
            Assert.Equal((seed, whole.Answers), (seed, split.Answers));
            Assert.Equal((seed, whole.Publishes), (seed, split.Publishes));
            Assert.Contains("publish c t/", whole.Calls, StringComparison.Ordinal);
            Assert.NotEmpty(whole.Answers);
        }
    }

    private static async Task<(string Calls, string Answers, string Publishes)> ServeAsync(MqttProtocolVersion version, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var handler = new RecordingHandler();
        handler.Answers["t/3"] = _ => new(MqttReasonCode.NotAuthorized);
        await using var endpoint = new MemoryEndpoint(handler);
        var peer = await endpoint.ConnectAsync(Connect("c") with { Version = version, CleanStart = true });
        foreach (var piece in pieces)
            await peer.SendAsync(piece.ToArray());
        var packets = await peer.ReceiveUntilPongAsync();
        var calls = new List<string>();
        while (handler.Waiting > 0)
            calls.Add(await handler.NextAsync());
        // Answers may overtake publishes: each kind has its order.
        return (string.Join('\n', calls), Join(packets.Where(packet => packet is not PublishPacket)), Join(packets.Where(packet => packet is PublishPacket)));
    }

    private static string Join(IEnumerable<object?> packets) => string.Join('\n', packets.Select(packet => Splits.Text(packet!)));

    private static IEnumerable<object> Script(Random random, MqttProtocolVersion version)
    {
        var aliases = new HashSet<ushort>();
        for (ushort id = 1; id <= 60; id++)
        {
            var topic = $"t/{random.Next(5)}";
            switch (random.Next(8))
            {
                case 0:
                    var options = version == MqttProtocolVersion.V500;
                    yield return new SubscribePacket(
                        id, options ? (uint)random.Next(3) : 0,
                        [new SubscriptionRequest(topic, (QualityOfService)random.Next(3), RetainAsPublished: options), new SubscriptionRequest("t/#/bad", QualityOfService.AtMostOnce)]);
                    break;
                case 1:
                    yield return new UnsubscribePacket(id, [topic, "t/#"]);
                    break;
                default:
                    var alias = version == MqttProtocolVersion.V500 ? (ushort)random.Next(5) : (ushort)0;
                    var isKnown = alias != 0 && !aliases.Add(alias) && random.Next(2) == 0;
                    var qos = (QualityOfService)random.Next(3);
                    var publish = Publish(isKnown ? "" : topic, new string('x', random.Next(200)), qos) with { Retain = random.Next(5) == 0 };
                    yield return new PublishPacket(qos == QualityOfService.AtMostOnce ? (ushort)0 : id, alias, publish);
                    if (qos == QualityOfService.ExactlyOnce && random.Next(2) == 0)
                        yield return Ack(PacketType.PubRel, id);
                    break;
            }
        }
    }
}
