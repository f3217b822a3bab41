using AutoValley.Edge.Sources.Mqtt;
using AutoValley.Edge.Sources.Mqtt.Sparkplug;
using AutoValley.Edge.Sources.Mqtt.Sparkplug.Wire;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using static AutoValley.Edge.Sources.Mqtt.Sparkplug.Wire.Payload.Types;

namespace AutoValley.Edge.Tests.Sources.Mqtt.Sparkplug;

public sealed class SparkplugReaderTests
{
    private readonly CollectingSink sink = new();
    private readonly VirtualTime clock = new();
    private readonly MqttStatistics statistics = new("test", NullLogger.Instance);
    private readonly List<string> orders = [];

    [SharedDataFact("sparkplugb")]
    public async Task Take_PayloadsOfTahu_AreReadAsTahuReadsThem()
    {
        var reader = Reader(new MqttTopicOptions("spBv1.0/#") { IsSparkplug = true });
        foreach (var (kind, file) in ((string, string)[])[("NBIRTH/gw", "nbirth"), ("DBIRTH/gw/car", "dbirth_all_types"), ("DDATA/gw/car", "ddata_gnss"), ("DDATA/gw/car", "ddata_null_historical"), ("NDEATH/gw", "ndeath")])
            await TakeAsync(reader, kind, await File.ReadAllBytesAsync(SharedData.PathOf($"sparkplugb/{file}.bin")));
        string Value(string name) => sink.Samples[$"Sparkplug.plant.gw.car.{name}"][0].Value.ToString();
        Assert.Equal(
            ["-5", "-1234", "-123456789", "-1234567890123", "250", "65000", "4000000000", "1234567890123", "23.125", "57.777073115", "true", "Garageplan åäö", "1533226488231", "text", "0b6a3f0e-6b1a-4b0e-9a0d-000000000001"],
            new[] { "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float", "Double", "Boolean", "String", "DateTime", "Text", "UUID" }.Select(type => Value($"t.{type}")));
        Assert.DoesNotContain(sink.Samples.Keys, name => name.Contains("Bytes", StringComparison.Ordinal) || name.Contains("bdSeq", StringComparison.Ordinal) || name.Contains("Control", StringComparison.Ordinal));
        Assert.Equal("1.2.3", sink.Samples["Sparkplug.plant.gw.agent.version"].Single().Value.Text);
        Assert.Equal((1_533_226_489_231_000_000, 57.7770731), (sink.Samples["Sparkplug.plant.gw.car.Vehicle.CurrentLocation.Latitude"].Single().Time, sink.Samples["Sparkplug.plant.gw.car.Vehicle.CurrentLocation.Latitude"].Single().Value.Double));
        // The null is no sample; what is historical has its own time.
        Assert.Single(sink.Samples["Sparkplug.plant.gw.car.Vehicle.Speed"]);
        Assert.Equal(1_533_226_489_731_000_000, sink.Samples["Sparkplug.plant.gw.car.Vehicle.OBD.EngineLoad"].Single().Time);
        // 2, then 0 for the test's sake: 253 are missing.
        Assert.Equal((253, 1, 0), (Count("messages lost"), Count("deaths"), Count("payloads without a birth")));
    }

    [Fact]
    public async Task Take_DataByAlias_HasTheBirthsNameAndType()
    {
        var reader = Reader(new MqttTopicOptions("spBv1.0/#") { IsSparkplug = true, Prefix = "" });
        await TakeAsync(reader, "DBIRTH/gw/car", Payload(0, new Metric { Name = "Vehicle/Speed", Alias = 3, Datatype = 9, FloatValue = 1 }));
        await TakeAsync(reader, "DDATA/gw/car", Payload(1, new Metric { Alias = 3, FloatValue = 2 }));
        // Another device has its own names, the node one set of aliases.
        await TakeAsync(reader, "DDATA/gw/other", Payload(2, new Metric { Name = "Vehicle/Speed", FloatValue = 7 }));
        Assert.Equal([1.0, 2.0], sink.Samples["Vehicle.Speed"].Select(sample => sample.Value.Double));
        Assert.Equal(1, Count("payloads without a birth"));
    }

    [Fact]
    public async Task Take_DataWithoutItsBirth_AsksForOneNowAndThen()
    {
        var reader = Reader(new MqttTopicOptions("spBv1.0/#") { IsSparkplug = true, AsksForRebirth = true });
        for (var number = 0; number < 5; number++)
            await TakeAsync(reader, "DDATA/gw/car", Payload((ulong)number, new Metric { Alias = 3, FloatValue = 2 }));
        Assert.Equal(["spBv1.0/plant/NCMD/gw"], orders);
        clock.Advance(TimeSpan.FromSeconds(11));
        await TakeAsync(reader, "DDATA/gw/car", Payload(5, new Metric { Alias = 3, FloatValue = 2 }));
        Assert.Equal(2, orders.Count);
        await TakeAsync(reader, "DBIRTH/gw/car", Payload(6, new Metric { Name = "A", Alias = 3, Datatype = 9, FloatValue = 1 }));
        await TakeAsync(reader, "DDATA/gw/car", Payload(7, new Metric { Alias = 3, FloatValue = 2 }));
        Assert.Equal((2, 6, 2), (sink.Samples["Sparkplug.plant.gw.car.A"].Count, Count("payloads without a birth"), orders.Count));
        // The node's death takes its names with it.
        await TakeAsync(reader, "NDEATH/gw", new Payload());
        await TakeAsync(reader, "DDATA/gw/car", Payload(8, new Metric { Alias = 3, FloatValue = 2 }));
        Assert.Equal(7, Count("payloads without a birth"));
    }

    [Fact]
    public async Task Take_NumbersThatAreMissing_AreCountedRoundTheEnd()
    {
        var reader = Reader(new MqttTopicOptions("spBv1.0/#") { IsSparkplug = true });
        foreach (var number in (ulong[])[253, 254, 255, 0, 3, 4])
            await TakeAsync(reader, "NDATA/gw", Payload(number));
        Assert.Equal(2, Count("messages lost"));
        await TakeAsync(reader, "NBIRTH/gw", Payload(0));
        await TakeAsync(reader, "NDATA/gw", Payload(1));
        Assert.Equal(2, Count("messages lost"));
    }

    [Fact]
    public async Task Take_HostileBytes_IsBoundedAndCounted()
    {
        var (reader, random) = (Reader(new MqttTopicOptions("spBv1.0/#") { IsSparkplug = true }), new Random(5));
        var payload = Payload(0, [.. Enumerable.Range(0, 10).Select(number => new Metric { Name = $"M{number}", Alias = (ulong)number, Datatype = 3, IntValue = 7 })]).ToByteArray();
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = payload.ToArray();
            for (var flips = random.Next(4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var kind = ((string[])["NBIRTH", "DBIRTH", "NDATA", "DDATA", "NDEATH", "STATE", "NCMD"])[random.Next(7)];
            await reader.TakeAsync(new MqttPublish { Topic = $"spBv1.0/plant/{kind}/gw{random.Next(round < 5_000 ? 20 : 400)}", Payload = bytes }, CancellationToken.None);
        }
        Assert.InRange(statistics.Publishes, 500, 10_000);
        Assert.InRange(statistics.Faults[MqttFault.Payload], 50, 10_000);
        // Topics, and with them nodes, are bounded.
        Assert.InRange(sink.Groups.Count, 100, 256 + 2_048);
        Assert.True(statistics.Faults[MqttFault.Signal] > 0);
    }

    private MqttTopicReader Reader(MqttTopicOptions topic) =>
        new(new MqttSourceOptions { Client = new MqttClientOptions(), Topics = [topic] }, statistics, sink, clock) { Order = (order, _) => orders.Add(order) };

    private static Payload Payload(ulong sequence, params Metric[] metrics) => new() { Timestamp = 1_000, Seq = sequence, Metrics = { metrics } };

    private static ValueTask TakeAsync(MqttTopicReader reader, string kindAndNode, Payload payload) => TakeAsync(reader, kindAndNode, payload.ToByteArray());

    private static ValueTask TakeAsync(MqttTopicReader reader, string kindAndNode, byte[] payload) =>
        reader.TakeAsync(new MqttPublish { Topic = $"spBv1.0/plant/{kindAndNode}", Payload = payload }, CancellationToken.None);

    private long Count(string name) => statistics.Counts(0).Where(count => count.Name == name).Sum(count => count.Count);
}
