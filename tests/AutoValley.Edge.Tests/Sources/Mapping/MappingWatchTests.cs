using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Mapping;

public sealed class MappingWatchTests
{
    [Fact]
    public async Task Watch_AfterAMinute_NamesEntriesWithoutASource()
    {
        var (clock, logger) = (new VirtualTime(), new KeptLog());
        var mapping = MappingFile.Read(
            RecordedLines.Over("map", new MemoryStream(Encoding.UTF8.GetBytes("{\"source\": \"a\", \"path\": \"A\"}\n{\"source\": \"b\", \"path\": \"B\"}"))), MappingRules.None);
        await using var watch = new MappingWatch(mapping, clock, logger);
        new MappedSink(new CollectingSink(), mapping).Declare([new SignalSpec("b", SignalType.Double)]);
        clock.Advance(MappingWatch.Patience - TimeSpan.FromSeconds(1));
        Assert.Empty(logger.Lines);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(() => !logger.Lines.IsEmpty);
        Assert.Equal(["Mapping: map:1: no source declares a so far"], logger.Lines);
    }

    [Fact]
    public async Task Dispose_BeforeThat_NamesThemAtOnce()
    {
        var logger = new KeptLog();
        var mapping = MappingFile.Read(RecordedLines.Over("map", new MemoryStream("{\"source\": \"a\", \"path\": \"A\"}"u8.ToArray())), MappingRules.None);
        await new MappingWatch(mapping, new VirtualTime(), logger).DisposeAsync();
        Assert.Single(logger.Lines);
    }
}
