using System.Text;
using AutoValley.Server.Influx;
using AutoValley.Server.Influx.Ql;
using AutoValley.Server.Influx.Reading;
using AutoValley.Server.Query;
using AutoValley.Server.Tests.Services;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Influx;

/// <summary>What a query may take, whatever is asked.</summary>
public sealed class QueryLimitTests : IAsyncLifetime
{
    private const long Time = 1_790_000_000_000_000_000;

    private InfluxHost host = null!;

    public async Task InitializeAsync() => host = await InfluxHost.StartAsync(options => options with
    {
        Query = new QueryOptions { MaximumBuckets = 1_000, MaximumPercentileSamples = 100 },
    });

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Theory]
    [InlineData("mean(usage)")]
    [InlineData("median(usage)")]
    public async Task Select_ManyEmptyIntervalsWithoutAStart_IsOverTheLimit(string call)
    {
        await host.WriteAsync($"cpu,vehicle=car-1 usage=1 {Time}\ncpu,vehicle=car-1 usage=2 {Time + 999_000_000}");
        var end = $"WHERE time < {Time + 1_000_000_000}";
        Assert.Equal("more than 1000 intervals (Query:MaximumBuckets)", await host.QueryAsync($"SELECT {call} FROM cpu GROUP BY time(1ms)"));
        Assert.StartsWith("[{", await host.QueryAsync($"SELECT {call} FROM cpu {end} GROUP BY time(1ms)"), StringComparison.Ordinal);
        Assert.Equal("more than 1000 intervals (Query:MaximumBuckets)", await host.QueryAsync($"SELECT {call} FROM cpu {end} GROUP BY time(999u)"));
        Assert.StartsWith("[{", await host.QueryAsync($"SELECT {call} FROM cpu GROUP BY time(1ms) FILL(none)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadBack_ALongHistory_IsReadFromItsEndInBoundedParts()
    {
        // One long ago, too many for a span of any likely length, and then many.
        long[] times = [1, .. Enumerable.Range(0, 40_000).Select(row => Time + row), .. Enumerable.Range(0, 60_000).Select(row => Time + 1_000_000_000 + (row * 1_000_000L))];
        await host.WriteAsync(times.Aggregate(new StringBuilder(), (text, time) => text.Append($"cpu,vehicle=car-1 usage=1 {time}\n")).ToString());
        var read = 0;
        var reader = new RowReader(new HookedStore(host.Store, read: samples => read += samples.Count), TimeProvider.System);
        var series = new InfluxModel(host.Catalogue, new InfluxOptions()).Find("acme", name => name == "cpu");
        var (found, first, greatest) = (new List<long>(), 0, 0);
        await foreach (var rows in reader.ReadBackAsync(series, new RowQuestion([new QlExpression.Reference("usage")], null, TimeRange.All), default))
        {
            first = first == 0 ? read : first;
            greatest = Math.Max(greatest, rows.Count);
            found.AddRange(rows.Select(row => row.Time));
        }
        Assert.Equal(times.Reverse(), found);
        Assert.InRange(greatest, 1, 32_768);
        Assert.InRange(first, 1, 2_000);
        Assert.InRange(read, times.Length, times.Length * 6);
    }

    [Fact]
    public async Task Select_FunctionsThatHoldValues_ShareTheLimit()
    {
        await host.WriteAsync(string.Concat(Enumerable.Range(0, 60).Select(row => $"m,vehicle=car-1 a={row},b={row},c={row % 3}i {Time + row}\n")));
        const string OverTheLimit = "(Query:MaximumPercentileSamples)";
        Assert.Contains("[0,29.5]", await host.QueryAsync("SELECT median(a) FROM m"), StringComparison.Ordinal);
        Assert.EndsWith(OverTheLimit, await host.QueryAsync("SELECT median(a), median(b) FROM m"), StringComparison.Ordinal);
        // A number of a percentile has its time.
        Assert.EndsWith(OverTheLimit, await host.QueryAsync("SELECT percentile(a, 50) FROM m"), StringComparison.Ordinal);
        // What an interval held is given back, and of equal values one is held.
        Assert.Contains($"[{Time + 25},37,37]", await host.QueryAsync($"SELECT median(a), median(b) FROM m WHERE time >= {Time} AND time < {Time + 60} GROUP BY time(25ns)"), StringComparison.Ordinal);
        Assert.Contains("[0,0],[0,1],[0,2]", await host.QueryAsync("SELECT distinct(c) FROM m"), StringComparison.Ordinal);
        Assert.EndsWith(OverTheLimit, await host.QueryAsync("SELECT distinct(a) FROM m"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Select_WhatIsNoNumber_CountsForNothing()
    {
        await host.WriteAsync($"telemetry,vehicle=car-2 d:bits=\"7ff8000000000000\" {Time}\ntelemetry,vehicle=car-2 d=2 {Time + 1}\ntelemetry,vehicle=car-2 d=4 {Time + 2}");
        const string Expected = "[0,2,3,2,4,2]";
        const string Calls = "count(d), mean(d), min(d), max(d), first(d)";
        Assert.Contains(Expected, await host.QueryAsync($"SELECT {Calls} FROM telemetry"), StringComparison.Ordinal);
        Assert.Contains(Expected, await host.QueryAsync($"SELECT {Calls} FROM telemetry WHERE d != 77"), StringComparison.Ordinal);
        Assert.Contains("[0,3]", await host.QueryAsync("SELECT median(d) FROM telemetry"), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AVeryLongText_TakesTimeInProportion() => Assert.Empty(QlParser.Read(new string(';', 6 << 20), 1));

    [Fact]
    public void Read_AFaultBehindLines_TellsWhere()
    {
        var fault = Assert.Throws<QlException>(() => QlParser.Read("SHOW DATABASES;\n\n  SHOW\n DATABASES; /*", 10));
        Assert.EndsWith("at line 4, char 13", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_ChunksOfAnyLength_HaveTenThousandRowsAtMost()
    {
        await host.WriteAsync(string.Concat(Enumerable.Range(0, 10_001).Select(row => $"m,vehicle=car-1 a={row} {Time + row}\n")));
        var (_, body) = await host.TryQueryAsync("SELECT a FROM m", "db=acme&epoch=ns&chunked=true&chunk_size=1000000");
        Assert.Equal(2, body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
