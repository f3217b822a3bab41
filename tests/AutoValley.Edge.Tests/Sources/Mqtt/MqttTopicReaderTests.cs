using System.Text;
using AutoValley.Edge.Sources.Json;
using AutoValley.Edge.Sources.Mqtt;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Sources.Mqtt;

public sealed class MqttTopicReaderTests
{
    private readonly CollectingSink sink = new();
    private readonly VirtualTime clock = new();
    private readonly MqttStatistics statistics = new("test", NullLogger.Instance);

    [Theory]
    [InlineData(SignalType.Double, " 21.5\r\n", "21.5")]
    [InlineData(SignalType.Double, "1e3", "1000")]
    [InlineData(SignalType.Integer, "-7", "-7")]
    [InlineData(SignalType.Boolean, "ON", "true")]
    [InlineData(SignalType.Boolean, "0", "false")]
    [InlineData(SignalType.Text, "grün", "grün")]
    [InlineData(SignalType.Text, "", "")]
    public async Task Take_OneValue_IsASampleWithTheTimeOfReceipt(SignalType type, string payload, string expected)
    {
        await TakeAsync(Reader(new MqttTopicOptions("s/+") { Signal = "S.{1}", Type = type, Unit = "u" }), "s/a", payload);
        var (time, value) = Assert.Single(sink.Samples["S.a"]);
        Assert.Equal((UnixTime.Now(clock), expected, "u"), (time, value.ToString(), sink.Definitions["S.a"].Unit));
    }

    [Theory]
    [InlineData(SignalType.Double, "21,5")]
    [InlineData(SignalType.Double, "")]
    [InlineData(SignalType.Double, "NaN")]
    [InlineData(SignalType.Double, "{\"value\": 3}")]
    [InlineData(SignalType.Integer, "1.5")]
    [InlineData(SignalType.Integer, "9223372036854775808")]
    [InlineData(SignalType.Boolean, "yes")]
    [InlineData(SignalType.Text, "no UTF-8")]
    public async Task Take_PayloadOfAnotherKind_IsRefusedAndCounted(SignalType type, string payload)
    {
        var bytes = payload == "no UTF-8" ? [0xED, 0xA0, 0x80] : Encoding.UTF8.GetBytes(payload);
        await Reader(new MqttTopicOptions("s/+") { Signal = "S.{1}", Type = type }).TakeAsync(new MqttPublish { Topic = "s/a", Payload = bytes }, CancellationToken.None);
        Assert.Empty(sink.Writes);
        Assert.Equal((0, 1), (statistics.Publishes, statistics.Faults[MqttFault.Payload]));
        Assert.Contains("s/a", statistics.Faults.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_Json_KeepsItsTimesAndGetsThePrefix()
    {
        var reader = Reader(new MqttTopicOptions("dev/+/json") { Prefix = "Private.{1}." });
        await TakeAsync(reader, "dev/x1/json", "{\"ts\": 1.5, \"A\": 1, \"B\": true}");
        await TakeAsync(reader, "dev/x2/json", "[{\"ts\": 2, \"A\": \"t\"}, {\"ts\": 3, \"A\": \"u\"}]");
        Assert.Equal([(1_500_000_000, "Private.x1.A Private.x1.B"), (2_000_000_000, "Private.x2.A"), (3_000_000_000, "Private.x2.A")], sink.Writes);
        await TakeAsync(reader, "dev/x1/json", "{\"A\": ");
        await TakeAsync(reader, "dev/x1/json", $"{{\"A\": \"{new string('x', 70_000)}\"}}");
        Assert.Equal((2, 2), (statistics.Publishes, statistics.Faults[MqttFault.Payload]));
    }

    [Fact]
    public async Task Take_Retained_IsTakenOnlyWithATimeUnlessItIsSaid()
    {
        var reader = Reader(new MqttTopicOptions("v") { Signal = "V" }, new MqttTopicOptions("w") { Signal = "W", TakesRetained = true }, new MqttTopicOptions("j"));
        await TakeAsync(reader, "v", "1", retain: true);
        await TakeAsync(reader, "w", "1", retain: true);
        await TakeAsync(reader, "j", "{\"ts\": 1, \"A\": 1}", retain: true);
        await TakeAsync(reader, "j", "{\"A\": 2}", retain: true);
        Assert.Equal(["W", "A"], sink.Writes.Select(write => write.Signals));
        Assert.Equal(2, statistics.Faults[MqttFault.Retained]);
    }

    [Fact]
    public async Task Take_TopicOfNoFilterOrWithoutAName_IsRefused()
    {
        var reader = Reader(new MqttTopicOptions("s/#") { Signal = "{1}" });
        await TakeAsync(reader, "t", "1");
        await TakeAsync(reader, $"s/{new string('x', 300)}", "1");
        Assert.Equal(2, statistics.Faults[MqttFault.Topic]);
    }

    [Fact]
    public async Task Take_FloodOfTopics_IsBoundedAndCounted()
    {
        var reader = Reader(new MqttTopicOptions("s/+") { Signal = "S.{1}" });
        for (var index = 0; index < 5_000; index++)
            await TakeAsync(reader, $"s/{index}", "1");
        Assert.Equal(
            (MqttSourceOptions.MaximumTopics, MqttSourceOptions.MaximumTopics, 5_000 - MqttSourceOptions.MaximumTopics),
            (sink.Groups.Count, statistics.Publishes, statistics.Faults[MqttFault.Signal]));
    }

    [Fact]
    public async Task Take_HostileJson_IsBoundedAndCounted()
    {
        var (reader, random) = (Reader(new MqttTopicOptions("j")), new Random(2));
        for (var index = 0; index < 20_000; index++)
        {
            var bytes = Encoding.UTF8.GetBytes($"{{\"ts\": {index}, \"S{random.Next(40)}\": 1, \"S{40 + random.Next(40)}\": 2}}");
            for (var flips = random.Next(3); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            await reader.TakeAsync(new MqttPublish { Topic = "j", Payload = bytes }, CancellationToken.None);
        }
        Assert.InRange(sink.Groups.Count, JsonGroups.MaximumSets, JsonGroups.MaximumSets + JsonGroups.MaximumSingles);
        Assert.Equal(20_000, statistics.Publishes + statistics.Faults[MqttFault.Payload] + statistics.Faults[MqttFault.Signal]);
    }

    private MqttTopicReader Reader(params MqttTopicOptions[] topics) =>
        new(new MqttSourceOptions { Client = new MqttClientOptions(), Topics = topics }, statistics, sink, clock);

    private static ValueTask TakeAsync(MqttTopicReader reader, string topic, string payload, bool retain = false) =>
        reader.TakeAsync(new MqttPublish { Topic = topic, Payload = Encoding.UTF8.GetBytes(payload), Retain = retain }, CancellationToken.None);
}
