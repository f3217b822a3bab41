using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sources.Mapping;

public sealed class SignalMappingTests
{
    private static readonly SignalSpec Speed = new("CAN.M.speed", SignalType.Integer, "kph", "as sent");
    private static readonly SignalSpec Other = new("CAN.M.other", SignalType.Double);

    [Fact]
    public async Task WriteAsync_MappedAndScaledSignal_ArrivesUnderItsPath()
    {
        var sink = new CollectingSink();
        var mapped = new MappedSink(sink, Mapping("""{"source": "CAN.M.speed", "path": "Vehicle.Speed", "unit": "m/s", "factor": 0.5, "offset": 1}"""));
        var group = mapped.Declare([Other, Speed]);
        await mapped.WriteAsync(group, 5, new[] { SampleValue.Of(2.5), SampleValue.Of(10) }, CancellationToken.None);
        Assert.Equal((5, SampleValue.Of(6.0)), Assert.Single(sink.Samples["Vehicle.Speed"]));
        Assert.Equal((5, SampleValue.Of(2.5)), Assert.Single(sink.Samples["CAN.M.other"]));
        var definition = sink.Definitions["Vehicle.Speed"];
        Assert.Equal((SignalType.Double, "m/s", "as sent"), (definition.Type, definition.Unit, definition.Description));
    }

    [Fact]
    public async Task WriteAsync_RenamedSignal_KeepsTypeUnitAndValue()
    {
        var sink = new CollectingSink();
        var mapped = new MappedSink(sink, Mapping("# a comment\n\n{\"source\": \"CAN.M.speed\", \"path\": \"Vehicle.Speed\"}\r\n"));
        await mapped.WriteAsync(mapped.Declare([Speed]), 5, new[] { SampleValue.Of(10) }, CancellationToken.None);
        Assert.Equal((5, SampleValue.Of(10)), Assert.Single(sink.Samples["Vehicle.Speed"]));
        Assert.Equal((SignalType.Integer, "kph"), (sink.Definitions["Vehicle.Speed"].Type, sink.Definitions["Vehicle.Speed"].Unit));
    }

    [Theory]
    [InlineData("""{"source": "a", "path": "b"}x""", "map:1: no mapping {\"source\": …, \"path\": …}: ")]
    [InlineData("{\"source\": \"a\", \"path\": \"b\"}\n{\"source\": \"c\"}", "map:2: no mapping {\"source\": …, \"path\": …}: ")]
    [InlineData("""{"source": "a", "path": "b", "scale": 1}""", "map:1: no mapping {\"source\": …, \"path\": …}: ")]
    [InlineData("null", "map:1: null is no mapping")]
    [InlineData("[1]", "map:1: no mapping {\"source\": …, \"path\": …}: ")]
    [InlineData("""{"source": "a", "path": "b c"}""", "map:1: 'b c' is no signal name: 1 to 256 of A-Z a-z 0-9 . _ -")]
    [InlineData("""{"source": "a", "path": "b", "unit": "0123456789012345678901234567890123"}""", "map:1: the unit is longer than 32 characters")]
    [InlineData("{\"source\": \"a\", \"path\": \"b\"}\n{\"source\": \"a\", \"path\": \"c\"}", "map:2: a is mapped already, in line 1")]
    [InlineData("{\"source\": \"a\", \"path\": \"b\"}\n\n{\"source\": \"c\", \"path\": \"b\"}", "map:3: b is taken already, in line 1")]
    public void Read_UnusableLine_NamesFileLineAndReason(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<SourceException>(() => Mapping(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_EntriesThatFitNothing_AreAllNamedWithTheirLines()
    {
        var mapping = Mapping("""
            {"source": "CAN.M.speed", "path": "CAN.M.other"}

            {"source": "CAN.M.nothing", "path": "Vehicle.X"}
            {"source": "on", "path": "Vehicle.On", "factor": 2}
            """);
        var exception = Assert.Throws<SourceException>(() => mapping.Check([Speed, Other, new SignalSpec("on", SignalType.Boolean)]));
        Assert.Equal(
            "map:1: CAN.M.other is already a signal of its own; map that one elsewhere first\nmap:3: no source declares CAN.M.nothing\nmap:4: on is no number and cannot be scaled",
            exception.Message);
    }

    [Fact]
    public void Check_NamesThatChangePlaces_AreAllowed()
    {
        var mapping = Mapping("{\"source\": \"CAN.M.speed\", \"path\": \"CAN.M.other\"}\n{\"source\": \"CAN.M.other\", \"path\": \"CAN.M.speed\"}");
        mapping.Check([Speed, Other]);
    }

    private static SignalMapping Mapping(string text) => MappingFile.Read(RecordedLines.Over("map", new MemoryStream(Encoding.UTF8.GetBytes(text))), MappingRules.None);
}
