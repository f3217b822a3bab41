using System.Threading.Channels;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Client;

/// <summary>The client, over random packets of a server and random splits of their bytes: received and answered as they were sent.</summary>
public sealed class ClientSplitTests
{
    private const int Seeds = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Server_AnySequenceAnySplit_IsReceivedAndAnsweredInOrder()
    {
        for (var seed = 0; seed < Seeds; seed++)
            await RunAsync(new Random(seed), seed);
    }

    private static async Task RunAsync(Random random, int seed)
    {
        var script = Script(random);
        var (near, far) = MemoryTransport.CreatePair();
        var server = new PacketPeer(far);
        var connecting = MqttClient.ConnectAsync(near, new MqttClientOptions { TopicAliasMaximum = 4, KeepAlive = TimeSpan.Zero }, new VirtualTime(), default);
        await server.ReceiveAsync<ConnectPacket>();
        await server.SendAsync(new ConnAckPacket(false, MqttReasonCode.Success, Properties.None));
        var client = await connecting.WaitAsync(Patience);

        foreach (var piece in Splits.Of(Splits.Bytes(MqttProtocolVersion.V500, script), random))
            await server.SendAsync(piece.ToArray());

        var expected = script.Select(Answer).OfType<AckPacket>().ToList();
        var answers = new List<AckPacket>();
        while (answers.Count < expected.Count)
            answers.Add(await server.ReceiveAsync<AckPacket>());
        // Each kind in its order; one kind may overtake another.
        Assert.Equal(expected.GroupBy(ack => ack.Type).OrderBy(kind => kind.Key).Select(kind => (kind.Key, string.Join(',', kind))),
            answers.GroupBy(ack => ack.Type).OrderBy(kind => kind.Key).Select(kind => (kind.Key, string.Join(',', kind))));
        server.Break();
        await Task.WhenAny(client.Closed).WaitAsync(Patience);
        Assert.Equal((seed, Topics(script)), (seed, string.Join(',', await client.Received.ReadAllAsync().ToEndAsync())));
    }

    private static string Topics(IEnumerable<object> script)
    {
        var (topics, aliases, taken) = (new List<string>(), new Dictionary<ushort, string>(), new HashSet<ushort>());
        foreach (var packet in script)
        {
            if (packet is AckPacket { Type: PacketType.PubRel } release)
                taken.Remove(release.PacketId);
            if (packet is not PublishPacket { Publish: var publish } sent)
                continue;
            var topic = publish.Topic.Length > 0 ? publish.Topic : aliases[sent.TopicAlias];
            if (sent.TopicAlias != 0)
                aliases[sent.TopicAlias] = topic;
            if (publish.Qos != QualityOfService.ExactlyOnce || taken.Add(sent.PacketId))
                topics.Add($"{topic} {publish.Payload.Length}");
        }
        return string.Join(',', topics);
    }

    private static object? Answer(object packet) => packet switch
    {
        PublishPacket { Publish.Qos: QualityOfService.AtLeastOnce } publish => new AckPacket(PacketType.PubAck, publish.PacketId, MqttReasonCode.Success),
        PublishPacket { Publish.Qos: QualityOfService.ExactlyOnce } publish => new AckPacket(PacketType.PubRec, publish.PacketId, MqttReasonCode.Success),
        AckPacket { Type: PacketType.PubRel } release => new AckPacket(PacketType.PubComp, release.PacketId, MqttReasonCode.Success),
        _ => null,
    };

    // As a server may send them: identifiers in turn, a QoS 2 publish again, released later, aliases once they stand for a topic.
    private static List<object> Script(Random random)
    {
        var script = new List<object>();
        var open = new Queue<PublishPacket>();
        var aliases = new HashSet<ushort>();
        for (ushort id = 1; id <= 60; id++)
        {
            var alias = (ushort)random.Next(5);
            var publish = new MqttPublish
            {
                Topic = alias != 0 && !aliases.Add(alias) && random.Next(2) == 0 ? "" : $"t/{id}", Qos = (QualityOfService)random.Next(3), Payload = new byte[random.Next(400)],
            };
            var packet = new PublishPacket(publish.Qos == QualityOfService.AtMostOnce ? (ushort)0 : id, alias, publish);
            script.Add(packet);
            if (publish.Qos == QualityOfService.ExactlyOnce)
            {
                open.Enqueue(packet);
                if (random.Next(4) == 0)
                    script.Add(packet with { Publish = publish with { Duplicate = true } });
            }
            if (random.Next(3) == 0 && open.TryDequeue(out var taken))
                script.Add(new AckPacket(PacketType.PubRel, taken.PacketId, MqttReasonCode.Success));
            if (random.Next(6) == 0)
                script.Add(new PingPacket(PacketType.PingResp));
        }
        return script;
    }
}

/// <summary>A channel that ends with its connection's failure.</summary>
file static class Endings
{
    public static async Task<List<string>> ToEndAsync(this IAsyncEnumerable<MqttPublish> received)
    {
        var all = new List<string>();
        try
        {
            await foreach (var publish in received)
                all.Add($"{publish.Topic} {publish.Payload.Length}");
        }
        catch (MqttException)
        {
            // The test broke the connection.
        }
        return all;
    }
}
