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
}
