using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Fuzzing;
using AutoValley.Mqtt.Tests.Packets;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Peers;

/// <summary>npm's mqtt.js 5 against this endpoint, and its packet generator and parser against ours.</summary>
public sealed class MqttJsTests
{
    private const string Folder = "tests/AutoValley.Mqtt.Server.Tests/Peers/node";

    [NodeFact(Folder)]
    public async Task MqttJs_OverTcpAndWebSocketInBothVersions_DoesEverything()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        foreach (var url in new[] { $"mqtt://127.0.0.1:{endpoint.Port}", endpoint.WebSocket.ToString() })
        {
            foreach (var version in new[] { "4", "5" })
                Assert.Equal("ok", (await ForeignProgram.RunAsync("", "node", Script("roundtrip.js"), url, version)).Trim());
        }
    }

    [NodeFact(Folder)]
    public async Task MqttPacket_Generated_IsReadAsMeant()
    {
        var lines = (await ForeignProgram.RunAsync("", "node", Script("packets.js"), "generate")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2000, lines.Length);
        foreach (var line in lines)
        {
            var cells = line.Split(' ', 3);
            var version = (MqttProtocolVersion)byte.Parse(cells[0], CultureInfo.InvariantCulture);
            var packet = PacketPeer.Parse(Wire.Frame(Convert.FromHexString(cells[1])), version);
            using var meant = JsonDocument.Parse(cells[2]);
            var name = meant.RootElement.GetProperty("cmd").GetString()!;
            Assert.Equal(TypeOf(name), packet.GetType());
            if (packet is PublishPacket { Publish: var publish, PacketId: var id })
            {
                Assert.Equal(meant.RootElement.GetProperty("topic").GetString(), publish.Topic);
                Assert.Equal(meant.RootElement.GetProperty("length").GetInt32(), publish.Payload.Length);
                Assert.Equal(meant.RootElement.GetProperty("qos").GetInt32(), (int)publish.Qos);
                Assert.Equal(meant.RootElement.TryGetProperty("messageId", out var value) ? value.GetInt32() : 0, id);
            }
        }
    }

    [NodeFact(Folder)]
    public async Task MqttPacket_OfOurBytes_ReadsEveryPacket()
    {
        var input = new StringBuilder();
        var names = new List<string>();
        foreach (var version in new[] { MqttProtocolVersion.V311, MqttProtocolVersion.V500 })
        {
            foreach (var bytes in PacketCorpus.Of(version).SkipLast(1))
            {
                // MQTT 3.1.1 has no AUTH, and no properties in an answer.
                if (version == MqttProtocolVersion.V311 && bytes[0] >> 4 == (int)PacketType.Auth)
                    continue;
                input.Append(CultureInfo.InvariantCulture, $"{(int)version} {Convert.ToHexString(bytes)}\n");
                names.Add(((PacketType)(bytes[0] >> 4)).ToString().ToLowerInvariant());
            }
        }
        var read = await ForeignProgram.RunAsync(input.ToString(), "node", Script("packets.js"), "parse");
        Assert.Equal(names, read.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Script(string name) => Path.Combine(SharedData.RepositoryRoot, Folder, name);

    private static Type TypeOf(string name) => name switch
    {
        "connect" => typeof(ConnectPacket),
        "connack" => typeof(ConnAckPacket),
        "publish" => typeof(PublishPacket),
        "subscribe" => typeof(SubscribePacket),
        "suback" => typeof(SubAckPacket),
        "unsubscribe" => typeof(UnsubscribePacket),
        "disconnect" => typeof(DisconnectPacket),
        "auth" => typeof(AuthPacket),
        "pingreq" => typeof(PingPacket),
        _ => typeof(AckPacket),
    };
}
