using AutoValley.Server.Query;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Query;

public sealed class AggregateQueryTests : IAsyncLifetime
{
    private const long Milli = 1_000_000;

    private readonly StoredFleet fleet = new();

    public async Task InitializeAsync()
    {
        await fleet.AddAsync("acme/0", "X", (1, 2), (2, 4), (3, double.NaN), (9, 9), (12, 1), (31, -5));
        await fleet.AddAsync("acme/1", "X", [5, 6], Values.Of(new[] { 7L, 8 }));
        await fleet.AddAsync("acme/1", "Z", [5], Values.Of(new[] { "text" }));
    }

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Fact]
    public async Task Answer_EveryStatistic_IsOfTheNumbersInABucket()
    {
        var all = Enum.GetValues<Statistic>().Where(statistic => statistic != Statistic.Unspecified).ToArray();
        var response = Assert.Single(await AnswerAsync(Ask("acme/0", all)));
        Assert.Equal([0L, 10, 30], response.Starts);
        Assert.Equal(all, response.Columns.Select(column => column.Statistic));
        // Of 2, 4 and 9, which vary by 9 + 1 + 16 around 5.
        Assert.Equal(Math.Sqrt(26.0 / 3), Column(response, Statistic.Stddev)[0], 12);
        Assert.Equal([4.0, 1, 1], Column(response, Statistic.Count));
        Assert.Equal([2.0, 1, -5], Column(response, Statistic.Min));
        Assert.Equal([9.0, 1, -5], Column(response, Statistic.Max));
        Assert.Equal([15.0, 1, -5], Column(response, Statistic.Sum));
        Assert.Equal([2.0, 1, -5], Column(response, Statistic.First));
        Assert.Equal([9.0, 1, -5], Column(response, Statistic.Last));
    }

    [Fact]
    public async Task Answer_Percentiles_AreInTheOrderAskedForAndLeaveTheStatisticsAsTheyAre()
    {
        var request = Ask("acme/0", Statistic.First, Statistic.Mean);
        var plain = Assert.Single(await AnswerAsync(request));
        request.Percentiles.Add([100, 0, 75]);
        var response = Assert.Single(await AnswerAsync(request));
        Assert.Equal([100.0, 0, 75], response.Percentiles.Select(column => column.Percentile));
        Assert.Equal([9, 1, -5], response.Percentiles[0].Values);
        Assert.Equal([2, 1, -5], response.Percentiles[1].Values);
        Assert.Equal([6.5, 1, -5], response.Percentiles[2].Values);
        Assert.Equal(plain.Columns, response.Columns);
    }

    [Fact]
    public async Task Answer_PercentilesAlone_NeedNoStatistic()
    {
        var request = Ask("acme/1");
        request.Percentiles.Add(50);
        Assert.Equal([7.5], Assert.Single(await AnswerAsync(request)).Percentiles[0].Values);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_FillEmpty_GivesEveryBucketOfTheSpan(bool withPercentiles)
    {
        var request = Ask("acme/*", Statistic.Count, Statistic.Max);
        (request.Span, request.FillEmpty) = (new() { From = -5, To = 41 }, true);
        if (withPercentiles)
            request.Percentiles.Add(50);
        var responses = await AnswerAsync(request);
        Assert.All(responses, response => Assert.Equal([-10L, 0, 10, 20, 30, 40], response.Starts));
        Assert.Equal([0.0, 4, 1, 0, 1, 0], Column(responses[0], Statistic.Count));
        Assert.Equal([double.NaN, 9, 1, double.NaN, -5, double.NaN], Column(responses[0], Statistic.Max));
        Assert.Equal([0.0, 2, 0, 0, 0, 0], Column(responses[1], Statistic.Count));
        if (withPercentiles)
            Assert.Equal([double.NaN, 7.5, double.NaN, double.NaN, double.NaN, double.NaN], responses[1].Percentiles[0].Values);
    }

    [Fact]
    public async Task Answer_FillEmptySignalWithoutSamples_IsAllEmpty()
    {
        var request = Ask("acme/1", Statistic.Count);
        (request.Span, request.FillEmpty) = (new() { From = 100, To = 120 }, true);
        var response = Assert.Single(await AnswerAsync(request));
        Assert.Equal([0.0, 0], Column(response, Statistic.Count));
    }

    [Theory]
    [InlineData(false, 70)]
    [InlineData(true, 70)]
    [InlineData(false, 4_000)]
    public async Task Answer_SeriesInParts_IsTheAnswerOfTheWhole(bool withPercentiles, ulong every)
    {
        await AddInChunksAsync(6);
        var request = Ask("acme/2", Statistic.Count, Statistic.Mean, Statistic.First, Statistic.Last);
        (request.Span, request.FillEmpty, request.EveryNanos) = (new() { From = 3 * Milli, To = 6_200 * Milli }, true, every * (ulong)Milli);
        if (withPercentiles)
            request.Percentiles.Add(50);
        var whole = Assert.Single(await Answer(request, new QueryOptions { Workers = 1 }).ToListAsync());
        var parts = await Answer(request, InParts).ToListAsync();
        Assert.True(every > 1_000 || parts.Count > 3);
        Assert.Equal(whole.Starts, parts.SelectMany(part => part.Starts));
        for (var column = 0; column < whole.Columns.Count; column++)
            Assert.Equal(whole.Columns[column].Values, parts.SelectMany(part => part.Columns[column].Values));
        Assert.Equal(whole.Percentiles.SelectMany(column => column.Values), parts.SelectMany(part => part.Percentiles).SelectMany(column => column.Values));
    }

    [Fact]
    public async Task Answer_SeriesInParts_IsHeldToTheLimitOfBuckets()
    {
        await AddInChunksAsync(4);
        var request = Ask("acme/2", Statistic.Count);
        (request.Span, request.EveryNanos) = (new() { From = 0, To = 4_000 * Milli }, 100 * (ulong)Milli);
        Assert.Equal(40, (await Answer(request, InParts with { MaximumBuckets = 40 }).ToListAsync()).Sum(part => part.Starts.Count));
        await StoredFleet.RefusedAsync(
            StatusCode.ResourceExhausted, "more than 39 buckets for 'X' (Query:MaximumBuckets)", () => Answer(request, InParts with { MaximumBuckets = 39 }));
    }

    [Fact]
    public async Task Answer_LimitsOfBuckets_AreNamed()
    {
        var options = new QueryOptions { MaximumBuckets = 2, MaximumPercentileSamples = 2 };
        await StoredFleet.RefusedAsync(
            StatusCode.ResourceExhausted, "Query:MaximumBuckets", () => Answer(Ask("acme/0", Statistic.Count), options));
        var percentile = Ask("acme/0");
        percentile.Percentiles.Add(50);
        await StoredFleet.RefusedAsync(StatusCode.ResourceExhausted, "Query:MaximumPercentileSamples", () => Answer(percentile, options));
        var endless = Ask("acme/0", Statistic.Count);
        (endless.Span, endless.FillEmpty) = (new() { From = long.MinValue, To = long.MaxValue }, true);
        Assert.Throws<RpcException>(() => Answer(endless, options));
    }

    [Fact]
    public void Answer_RequestThatMakesNoSense_IsInvalid()
    {
        Invalid("every_nanos", request => request.EveryNanos = 0);
        Invalid("at least one", request => request.Statistics.Clear());
        Invalid("named once", request => request.Statistics.Add(Statistic.Count));
        Invalid("known", request => request.Statistics.Add((Statistic)99));
        Invalid("percentiles lie", request => request.Percentiles.Add(100.5));
        Invalid("percentiles lie", request => request.Percentiles.Add(double.NaN));
        Invalid("'Z' is text", request => request.Signals.Add("Z"));
    }

    private static QueryOptions InParts => new() { Workers = 3, PartSamples = 900 };

    // A thousand samples a chunk, a millisecond apart.
    private async Task AddInChunksAsync(int chunks)
    {
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var times = Enumerable.Range(chunk * 1_000, 1_000).Select(time => (long)time * Milli).ToArray();
            await fleet.AddAsync("acme/2", "X", times, Values.Of(times.Select(time => time / Milli * 37 % 101 / 10.0).ToArray()));
            await fleet.Rooms.Store.SealAsync(CancellationToken.None);
        }
    }

    private void Invalid(string detail, Action<AggregateRequest> change)
    {
        var request = Ask("acme/*", Statistic.Count);
        change(request);
        var refusal = Assert.Throws<RpcException>(() => Answer(request));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains(detail, refusal.Status.Detail, StringComparison.Ordinal);
    }

    private async Task<List<AggregateResponse>> AnswerAsync(AggregateRequest request) => await Answer(request).ToListAsync();

    private IAsyncEnumerable<AggregateResponse> Answer(AggregateRequest request, QueryOptions? options = null) =>
        fleet.Aggregates(options).Answer(request, CancellationToken.None);

    private static AggregateRequest Ask(string vehicle, params Statistic[] statistics) =>
        new() { Vehicle = vehicle, Span = new() { From = 0, To = 100 }, EveryNanos = 10, Statistics = { statistics } };

    private static double[] Column(AggregateResponse response, Statistic statistic) =>
        [.. response.Columns.Single(column => column.Statistic == statistic).Values];
}
