using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Kuksa;
using AutoValley.Edge.Sources.Kuksa.Wire;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Sources.Kuksa;

public sealed class KuksaReaderTests
{
    [Fact]
    public async Task Take_HostileBytes_GivesOnlySamplesOfItsSignals()
    {
        var (sink, statistics, random) = (new CollectingSink(), new KuksaStatistics("test", NullLogger.Instance), new Random(3));
        var reader = new KuksaReader(statistics, sink, new VirtualTime());
        reader.Declare([new SignalSpec("A", SignalType.Double), new SignalSpec("B", SignalType.Integer), new SignalSpec("C", SignalType.Text), new SignalSpec("D", SignalType.Boolean)]);
        var response = new SubscribeResponse
        {
            Entries =
            {
                ["A"] = Of(new Value { Double = 1 }), ["B"] = Of(new Value { Int64 = -1 }), ["C"] = Of(new Value { StringArray = new StringArray { Values = { "x", "y" } } }), ["D"] = Of(new Value { Bool = true }),
            },
        }.ToByteArray();
        var taken = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = response.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            SubscribeResponse read;
            try
            {
                read = SubscribeResponse.Parser.ParseFrom(bytes);
            }
            catch (InvalidProtocolBufferException)
            {
                continue;
            }
            taken++;
            foreach (var (path, point) in read.Entries)
                await reader.TakeAsync(path, point, CancellationToken.None);
        }
        Assert.InRange(taken, 1_000, 20_000);
        Assert.InRange(statistics.Values, 1_000, 80_000);
        Assert.InRange(statistics.Faults[KuksaFault.Signal], 100, 80_000);
        Assert.InRange(statistics.Faults[KuksaFault.Value], 1, 80_000);
        Assert.Equal(4, sink.Groups.Count);
    }

    [Fact]
    public void Choose_BranchesAndTypes_GivesWhatLiesBelow()
    {
        Metadata[] known =
        [
            new() { Path = "V.A", DataType = DataType.Float, Unit = "m", Description = new string('d', 2_000) }, new() { Path = "V.AB", DataType = DataType.Uint8 },
            new() { Path = "V.B.C", DataType = DataType.Timestamp }, new() { Path = "V.B.D", DataType = (DataType)32 },
        ];
        Assert.Equal(["V.A"], KuksaSignals.Choose(["V.A"], known).Select(signal => signal.Name));
        Assert.Equal(["V.A", "V.AB", "V.B.C", "V.B.D"], KuksaSignals.Choose(["V", "V.B"], known).Select(signal => signal.Name));
        Assert.Equal([SignalType.Double, SignalType.Integer, SignalType.Text, SignalType.Text], KuksaSignals.Choose(["V"], known).Select(signal => signal.Type));
        Assert.Equal(SignalDefinition.MaximumDescriptionLength, KuksaSignals.Choose(["V.A"], known)[0].Description.Length);
        Assert.Contains("'V.X' of type Unspecified", Assert.Throws<SourceException>(() => KuksaSignals.Choose(["V"], [new Metadata { Path = "V.X" }])).Message, StringComparison.Ordinal);
    }

    private static Datapoint Of(Value value) => new() { Value = value, Timestamp = new() { Seconds = 1 } };
}
