using AutoValley.Server.Query.Search;
using AutoValley.Server.Query.Search.Spans;
using AutoValley.Server.Tests.Query.Search.Spans;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Server.Tests.Query.Search;

/// <summary>What is read of a store: 1,024 samples of each signal, one a nanosecond, with statistics of 64 at a time.</summary>
public sealed class VehicleSearchSkippingTests
{
    private const int Count = 1_024;

    private readonly ISampleStore store;
    private readonly MemoryStore memory;
    private readonly Dictionary<string, Series> signals = [];

    public VehicleSearchSkippingTests()
    {
        (store, memory) = MemoryStore.Create();
        (memory.StretchLength, memory.SliceLength) = (64, 64);
        var times = Enumerable.Range(0, Count).Select(time => (long)time).ToArray();
        Put("Ramp", Values.Of(times.Select(time => (double)time).ToArray()));
        Put("Count", Values.Of(times));
        Put("Noise", Values.Of(times.Select(time => time % 2 == 0).ToArray()));

        void Put(string name, Values values)
        {
            signals[name] = new Series(signals.Count + 1, new Vehicle(1, new VehicleName("acme", "car")), name, values.Type, "", "");
            memory.Put(signals[name], times, values);
        }
    }

    [Theory]
    [InlineData("Ramp < -1", "")]
    [InlineData("Ramp > 5000 and Noise", "")]
    [InlineData("Ramp == 100", "100-101")]
    [InlineData("Ramp >= 90 and Ramp <= 200", "90-201")]
    [InlineData("not (Ramp < 1000 or Ramp > 1001)", "1000-1002")]
    public async Task Find_StretchesThatStatisticsDecide_AreNotRead(string predicate, string expected)
    {
        Assert.Equal(expected, await FoundAsync(predicate));
        // A border of a span lies in an undecided stretch each; between them a double may be NaN, which statistics do not tell.
        var (first, last) = expected.Length == 0 ? (0, 0) : (int.Parse(expected.Split('-')[0]) / 64 * 64, int.Parse(expected.Split('-')[1]));
        Assert.All(memory.Reads, read => Assert.InRange(read.Range.From, first, last));
        Assert.All(memory.Reads, read => Assert.InRange(read.Range.To, first, ((last + 63) / 64 * 64) + 1));
        Assert.True(expected.Length > 0 || memory.Reads.Count == 0);
    }

    [Fact]
    public async Task Find_IntegersThatAllPass_AreNotRead()
    {
        Assert.Equal("0-2000", await FoundAsync("Count >= 0"));
        Assert.Empty(memory.Reads);
        Assert.Equal("100-2000", await FoundAsync("Count >= 100"));
        Assert.Equal([new TimeRange(64, 128)], memory.Reads.Select(read => read.Range));
    }

    [Fact]
    public async Task Find_SecondComparison_IsReadWhereTheFirstHolds()
    {
        Assert.Equal("500-501 502-503", await FoundAsync("Count >= 500 and Count <= 503 and Noise"));
        var noise = memory.Reads.Where(read => read.Series == signals["Noise"].Id).ToArray();
        Assert.All(noise, read => Assert.InRange(read.Range.From, 448, 512));
        // What does not matter any more is not drawn: two slices at most.
        Assert.InRange(memory.SamplesRead, 1, 5 * 64);
    }

    [Fact]
    public async Task Find_LongStretchThatIsUndecided_IsReadInItsUndecidedPartAlone()
    {
        memory.StretchLength = Count;
        Assert.Equal("700-701", await FoundAsync("Ramp == 700"));
        var (_, range) = Assert.Single(memory.Reads);
        Assert.InRange(range.To - range.From, 1, 64);
    }

    private async Task<string> FoundAsync(string predicate)
    {
        var question = new SearchQuestion(PredicateParser.Parse(predicate), new TimeRange(0, 2_000), 0, new MaximumAge(0));
        var search = new VehicleSearch(store, question) { Costs = new ReadingCosts { Statistics = 64, Start = 64 } };
        var found = await search.FindAsync(signal => [signals[signal]], CancellationToken.None).ToListAsync();
        return string.Join(' ', found.Select(span => $"{span.From}-{span.To}"));
    }
}
