using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping;
using AutoValley.Edge.Sources.Mapping.Vss;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sources.Mapping;

public sealed class MappingRulesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly MappingRules rules;

    public MappingRulesTests()
    {
        var file = Path.Combine(folder.Path, "vss.json");
        File.WriteAllText(file, """
            {"Vehicle": {"type": "branch", "children": {
              "Speed": {"type": "sensor", "datatype": "float", "unit": "km/h"},
              "IsMoving": {"type": "sensor", "datatype": "boolean"},
              "Gear": {"type": "sensor", "datatype": "int8"},
              "Vin": {"type": "attribute", "datatype": "string"},
              "Codes": {"type": "sensor", "datatype": "string[]"},
              "Pedal": {"type": "sensor", "datatype": "uint8", "unit": "percent", "min": 0, "max": 100}}}}
            """);
        rules = new MappingRules { Catalogue = VssCatalogue.Load(file) };
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"source": "a", "path": "Vehicle.Sped"}""", "Vehicle.Sped is not in the VSS catalogue; nearest: Vehicle.Speed; private branches: Private, Vehicle.Private, CAN, GNSS, OBD, MONR")]
    [InlineData("""{"source": "a", "path": "Vehicle"}""", "Vehicle is a branch of the VSS catalogue, not a signal; private branches: Private, Vehicle.Private, CAN, GNSS, OBD, MONR")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "unit": "km/hh"}""", "unit 'km/hh' is no known unit; nearest: km/h")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "unit": "m/s"}""", "Vehicle.Speed is in 'km/h' in the VSS catalogue, not in 'm/s'")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "sourceUnit": "knotts"}""", "sourceUnit 'knotts' is no known unit; nearest: knots")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "sourceUnit": "mph", "factor": 2}""", "either sourceUnit, or factor and offset")]
    [InlineData("""{"source": "a", "path": "Vehicle.Codes"}""", "Vehicle.Codes is string[] in the VSS catalogue, and a signal is no array")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "range": "vss"}""", "Vehicle.Speed has no range in the VSS catalogue; give min and max")]
    [InlineData("""{"source": "a", "path": "Private.Speed", "range": "vss"}""", "Private.Speed has no range in the VSS catalogue")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "range": "mine"}""", "range is 'mine', not vss; a range of your own is min and max")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "outside": "clamp"}""", "outside belongs to a range: min, max or range")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "min": 3, "max": 2}""", "min is greater than max")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "max": 2, "outside": "keep"}""", "outside is 'keep', not drop or clamp")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "every": "10"}""", "every is '10', not an interval as 100ms or 1.5s, or a rate as 10/s or 6/m; a day at the longest")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "every": "1s", "atMost": "1s"}""", "either every or atMost")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "heartbeat": "1s"}""", "a heartbeat belongs to onChange")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "onChange": -1}""", "onChange is -1, not true or a dead band of 0 or more")]
    public void Read_EntryThatTheCatalogueOrTheRulesRefuse_SaysWhy(string line, string reason) =>
        Assert.Equal($"map:2: {reason}", Assert.Throws<SourceException>(() => Mapping($"# mine\n{line}")).Message);

    [Fact]
    public void Read_ManyErrors_TellsAllWithTheirLines() => Assert.Equal(
        "map:1: unit 'x' is no known unit\nmap:1: outside is 'y', not drop or clamp\nmap:3: Vehicle.Speed is taken already, in line 1".Split('\n').Order(),
        Assert.Throws<SourceException>(() => Mapping("""
            {"source": "a", "path": "Vehicle.Speed", "unit": "x", "max": 1, "outside": "y"}

            {"source": "b", "path": "Vehicle.Speed"}
            """)).Message.Split('\n').Order());

    [Theory]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed"}""", SignalType.Double, "mph", 10.0, 16.09344, "km/h")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed"}""", SignalType.Integer, "kph", 10L, 10.0, "km/h")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed"}""", SignalType.Double, "", 10.0, 10.0, "km/h")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "sourceUnit": "m/s"}""", SignalType.Double, "", 10.0, 36.0, "km/h")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed", "factor": 2, "offset": 1}""", SignalType.Double, "ticks", 10.0, 21.0, "km/h")]
    [InlineData("""{"source": "a", "path": "Vehicle.IsMoving"}""", SignalType.Integer, "", 3L, true, "")]
    [InlineData("""{"source": "a", "path": "Vehicle.Gear"}""", SignalType.Integer, "", 3L, 3L, "")]
    [InlineData("""{"source": "a", "path": "Vehicle.Gear"}""", SignalType.Double, "", 3.5, 3.5, "")]
    [InlineData("""{"source": "a", "path": "Vehicle.Vin"}""", SignalType.Text, "", "abc", "abc", "")]
    [InlineData("""{"source": "a", "path": "Private.Speed", "unit": "mph"}""", SignalType.Double, "km/h", 16.09344, 10.0, "mph")]
    [InlineData("""{"source": "a", "path": "Private.Odd", "unit": "furlongs"}""", SignalType.Double, "", 1.5, 1.5, "furlongs")]
    [InlineData("""{"source": "a", "path": "Private.Odd"}""", SignalType.Double, "furlongs", 1.5, 1.5, "furlongs")]
    public async Task WriteAsync_SourceOfATypeAndUnit_ArrivesInTheCatalogues(string line, SignalType type, string unit, object given, object expected, string expectedUnit)
    {
        var sink = new CollectingSink();
        var mapped = new MappedSink(sink, Mapping(line));
        await mapped.WriteAsync(mapped.Declare([new SignalSpec("a", type, unit)]), 1, new[] { ValueOf(given) }, CancellationToken.None);
        var (name, samples) = Assert.Single(sink.Samples);
        Assert.Equal(expectedUnit, sink.Definitions[name].Unit);
        if (expected is double number)
            Assert.Equal(number, Assert.Single(samples).Value.Double, 1e-12);
        else
            Assert.Equal(ValueOf(expected), Assert.Single(samples).Value);
    }

    [Theory]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed"}""", SignalType.Text, "", "a is a text, but Vehicle.Speed is float in the VSS catalogue")]
    [InlineData("""{"source": "a", "path": "Vehicle.Vin"}""", SignalType.Double, "", "a is a number, but Vehicle.Vin is string in the VSS catalogue")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed"}""", SignalType.Double, "ticks", "a comes in 'ticks', which is no known unit: state sourceUnit, or factor and offset")]
    [InlineData("""{"source": "a", "path": "Vehicle.Speed"}""", SignalType.Double, "Nm", "a cannot be Vehicle.Speed: Nm is a unit of torque, km/h one of velocity; is sourceUnit wrong?")]
    [InlineData("""{"source": "a", "path": "Vehicle.Vin", "max": 5}""", SignalType.Text, "", "Vehicle.Vin is no number and has no range")]
    [InlineData("""{"source": "a", "path": "Private.X", "unit": "furlongs"}""", SignalType.Double, "m", "a comes in m, and nothing is known of 'furlongs': state factor and offset")]
    public void Check_SourceThatDoesNotFit_NamesTheLine(string line, SignalType type, string unit, string reason)
    {
        var mapping = Mapping(line);
        var spec = new SignalSpec("a", type, unit);
        Assert.Equal($"map:1: {reason}", Assert.Throws<SourceException>(() => mapping.Check([spec])).Message);
        Assert.StartsWith($"map:1: {reason}", Assert.Throws<ArgumentException>(() => new MappedSink(new CollectingSink(), mapping).Declare([spec])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_UnknownSource_NamesTheNearest() => Assert.Equal(
        "map:1: no source declares CAN.M.sped; nearest: CAN.M.speed",
        Assert.Throws<SourceException>(() => Mapping("""{"source": "CAN.M.sped", "path": "Vehicle.Speed"}""").Check([new SignalSpec("CAN.M.speed", SignalType.Double)])).Message);

    [Theory]
    [InlineData("drop", new[] { 0.0, 100 })]
    [InlineData("clamp", new[] { 0.0, 0, 100, 100 })]
    public async Task WriteAsync_OutsideOfTheCataloguesRange_IsCountedAndDroppedOrClamped(string policy, double[] expected)
    {
        var sink = new CollectingSink();
        var mapped = new MappedSink(sink, Mapping($$"""{"source": "a", "path": "Vehicle.Pedal", "range": "vss", "outside": "{{policy}}"}"""));
        var group = mapped.Declare([new SignalSpec("a", SignalType.Double, "%"), new SignalSpec("b", SignalType.Double)]);
        foreach (var value in (double[])[-0.1, 0, 100, 100.1, double.NaN])
            await mapped.WriteAsync(group, 1, new[] { SampleValue.Of(value), SampleValue.Of(value) }, CancellationToken.None);
        Assert.Equal(expected, sink.Samples["Vehicle.Pedal"].Select(sample => sample.Value.Double));
        Assert.Equal(5, sink.Samples["b"].Count);
        Assert.Equal([new SourceCount("Vehicle.Pedal outside its range", 3, IsGap: policy == "drop")], mapped.Counts);
    }

    private static SampleValue ValueOf(object value) => value switch
    {
        double number => SampleValue.Of(number),
        long integer => SampleValue.Of(integer),
        bool boolean => SampleValue.Of(boolean),
        _ => SampleValue.Of((string)value),
    };

    private SignalMapping Mapping(string text) => MappingFile.Read(RecordedLines.Over("map", new MemoryStream(Encoding.UTF8.GetBytes(text))), rules);
}
