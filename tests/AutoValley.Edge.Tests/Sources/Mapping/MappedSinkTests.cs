using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Mapping;

public sealed class MappedSinkTests
{
    private const long Ms = 1_000_000;

    private static readonly SignalSpec[] Signals = [new("a", SignalType.Double), new("b", SignalType.Double), new("c", SignalType.Double), new("d", SignalType.Double)];

    [Fact]
    public async Task WriteAsync_SignalsOfOneRule_GoTogether()
    {
        var sink = new CollectingSink();
        var mapped = new MappedSink(sink, Mapping("""
            {"source": "a", "path": "A", "every": "100ms"}
            {"source": "b", "path": "B", "every": "100ms"}
            {"source": "c", "path": "C", "onChange": true}
            """));
        var group = mapped.Declare(Signals);
        Assert.Equal(["A", "B", "C", "d"], group.Signals.Select(signal => signal.Name));
        for (var i = 0; i < 4; i++)
            await mapped.WriteAsync(group, i * 50 * Ms, Row(1, 2, i / 2, i), CancellationToken.None);
        Assert.Equal(
            [(0, "A B"), (0, "C"), (0, "d"), (50 * Ms, "d"), (100 * Ms, "A B"), (100 * Ms, "C"), (100 * Ms, "d"), (150 * Ms, "d")],
            sink.Writes);
        Assert.Equal([new SourceCount("left out by sampling", 6)], mapped.Counts);
    }

    [Fact]
    public async Task WriteAsync_SignalOfTwoGroups_HasOneRule()
    {
        var sink = new CollectingSink();
        var mapped = new MappedSink(sink, Mapping("""{"source": "a", "path": "A", "atMost": "10/s"}"""));
        var (one, both) = (mapped.Declare(Signals[..1]), mapped.Declare(Signals[..2]));
        await mapped.WriteAsync(one, 0, Row(1), CancellationToken.None);
        await mapped.WriteAsync(both, 50 * Ms, Row(2, 2), CancellationToken.None);
        await mapped.WriteAsync(both, 100 * Ms, Row(3, 3), CancellationToken.None);
        await mapped.WriteAsync(one, 150 * Ms, Row(4), CancellationToken.None);
        Assert.Equal([(0L, 1.0), (100 * Ms, 3.0)], sink.Samples["A"].Select(sample => (sample.Time, sample.Value.Double)));
        Assert.Equal(2, sink.Samples["b"].Count);
    }

    [Fact]
    public async Task Undeclared_SourceThatComesLater_IsTakenOffTheList()
    {
        var mapping = Mapping("{\"source\": \"a\", \"path\": \"A\"}\n{\"source\": \"x\", \"path\": \"X\"}");
        Assert.Equal(["map:1: no source declares a", "map:2: no source declares x"], mapping.Undeclared);
        var mapped = new MappedSink(new CollectingSink(), mapping);
        await mapped.WriteAsync(mapped.Declare(Signals), 0, Row(1, 2, 3, 4), CancellationToken.None);
        Assert.Equal(["map:2: no source declares x"], mapping.Undeclared);
    }

    [Fact]
    public async Task RunAsync_SignalThatDoesNotFit_EndsTheSourceWithTheLine()
    {
        var source = new ScriptedSource((sink, _) =>
        {
            sink.Declare([new SignalSpec("a", SignalType.Text)]);
            return Task.CompletedTask;
        });
        var mapped = new MappedSource(source, Mapping("""{"source": "a", "path": "A", "factor": 2}"""));
        var failure = await Assert.ThrowsAsync<SourceException>(() => mapped.RunAsync(new NullSink(), CancellationToken.None));
        Assert.Contains("map:1: a is no number and cannot be scaled", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteAsync_ConvertedSampledAndRanged_AllocatesNothing()
    {
        var mapped = new MappedSink(new NullSink(), Mapping("""
            {"source": "a", "path": "A", "sourceUnit": "mph", "unit": "km/h", "max": 200}
            {"source": "b", "path": "B", "every": "100ms"}
            {"source": "c", "path": "C", "onChange": 0.5, "atMost": "20/s"}
            """));
        var group = mapped.Declare(Signals);
        var row = Row(1, 2, 3, 4);
        var written = 0;
        Assert.InRange(Allocations.Least(() => WriteUpTo(written + 5_000)), 0, 1_000);

        void WriteUpTo(int end)
        {
            while (written < end)
                Write(written++);
        }

        void Write(int i)
        {
            row[0] = SampleValue.Of((double)(i % 150));
            row[2] = SampleValue.Of(Math.Sin(i));
            var written = mapped.WriteAsync(group, i * 10 * Ms, row, CancellationToken.None);
            Assert.True(written.IsCompletedSuccessfully);
        }
    }

    private static SampleValue[] Row(params double[] values) => Array.ConvertAll(values, SampleValue.Of);

    private static SignalMapping Mapping(string text) =>
        MappingFile.Read(RecordedLines.Over("map", new MemoryStream(Encoding.UTF8.GetBytes(text))), MappingRules.None);

    private sealed class NullSink : ISampleSink
    {
        private int groups;

        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) =>
            new(groups++, [.. signals.Select(signal => new SignalDefinition(1, signal.Name, signal.Type, signal.Unit))]);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) => default;
    }
}
