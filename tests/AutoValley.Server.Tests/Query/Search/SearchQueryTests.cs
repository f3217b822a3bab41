using AutoValley.Server.Query;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Query.Search;

public sealed class SearchQueryTests : IAsyncLifetime
{
    private static readonly V1.TimeSpan All = new() { From = 0, To = 1_000 };

    private readonly StoredFleet fleet = new();

    public async Task InitializeAsync()
    {
        await fleet.AddAsync("acme/1", "Speed", (0, 40), (100, 60), (200, 70), (300, 30), (400, 55));
        await fleet.AddAsync("acme/1", "Brake", [0, 150, 250], Values.Of(new[] { false, true, false }));
        await fleet.AddAsync("acme/1", "Note", [0, 500], Values.Of(new[] { "off", "on" }));
        await fleet.AddAsync("acme/2", "Speed", (0, 90), (50, 10), (990, 90));
        await fleet.AddAsync("bravo/3", "Brake", [0], Values.Of(new[] { true }));
    }

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Theory]
    [InlineData("Speed > 50", "acme/1 100-300 400-1000] acme/2 [0-50 990-1000]")]
    [InlineData("Speed > 50 and Brake == 1", "acme/1 150-250")]
    [InlineData("Speed > 50 and not Brake", "acme/1 100-150 250-300 400-1000]")]
    [InlineData("Speed < 20 or Note == 'on'", "acme/1 500-1000] acme/2 50-990")]
    [InlineData("Brake or Note == 'on'", "acme/1 150-250 500-1000] bravo/3 [0-1000]")]
    [InlineData("Speed > Brake", "acme/1 [0-1000]")]
    public async Task Answer_Fleet_IsByVehicleThenTime(string predicate, string expected)
    {
        await fleet.Rooms.Store.SealAsync(CancellationToken.None);
        Assert.Equal(expected, await FoundAsync(Ask(predicate, "acme/*", "bravo/3")));
    }

    [Fact]
    public async Task Answer_Unsealed_IsSearchedToo() =>
        Assert.Equal("acme/1 150-250", await FoundAsync(Ask("Speed > 50 and Brake == 1", "acme/1")));

    [Fact]
    public async Task Answer_MinimumDuration_LeavesShorterOut()
    {
        var request = Ask("Speed > 50", "acme/*");
        request.MinimumDurationNanos = 50;
        Assert.Equal("acme/1 100-300 400-1000] acme/2 [0-50", await FoundAsync(request));
        request.MinimumDurationNanos = 51;
        Assert.Equal("acme/1 100-300 400-1000]", await FoundAsync(request));
    }

    [Fact]
    public async Task Answer_MaximumAge_EndsWhatNoSampleConfirms()
    {
        var request = Ask("Speed > 50", "acme/1");
        request.MaximumAgeNanos = 80;
        Assert.Equal("acme/1 100-180 200-280 400-480", await FoundAsync(request));
        request.MaximumAgeNanos = 0;
        Assert.Equal("acme/1 100-300 400-1000]", await FoundAsync(request));
        request.ClearMaximumAgeNanos();
        request.Span = new() { From = 399, To = 10_000_000_000 };
        Assert.Equal("acme/1 400-5000000400", await FoundAsync(request));
    }

    [Fact]
    public async Task Answer_RangeWithinASpan_IsCutAndSaysSo()
    {
        var request = Ask("Speed > 50", "acme/1");
        request.Span = new() { From = 150, To = 250 };
        Assert.Equal("acme/1 [150-250]", await FoundAsync(request));
        request.Span = new() { From = 150, To = 150 };
        Assert.Equal("", await FoundAsync(request));
    }

    [Fact]
    public async Task Answer_Limit_EndsWell()
    {
        var request = Ask("Speed > 50", "acme/*");
        request.Limit = 3;
        Assert.Equal("acme/1 100-300 400-1000] acme/2 [0-50", await FoundAsync(request));
        request.Limit = 1;
        Assert.Equal("acme/1 100-300", await FoundAsync(request));
    }

    [Fact]
    public async Task Answer_MoreSpansThanTheLimitOfACall_IsRefusedWithItsKeyAfterThem()
    {
        var options = new QueryOptions { MaximumSpans = 3 };
        Assert.Equal("acme/1 100-300 400-1000]", await FoundAsync(Ask("Speed > 50", "acme/1"), options));
        List<SearchResponse> before = [];
        await StoredFleet.RefusedAsync(StatusCode.ResourceExhausted, "Query:MaximumSpans", () => Kept(before, fleet.Searches(options), Ask("Speed > 50", "acme/*")));
        Assert.Equal("acme/1 100-300 400-1000] acme/2 [0-50", Text(before));
    }

    [Fact]
    public async Task Answer_Run_IsItsSpanAndItsVehicles()
    {
        fleet.Rooms.Catalogue.AddRun(new("lap", [new VehicleName("acme", "1"), new VehicleName("acme", "9")], 150, 400, "", "client"));
        Assert.Equal("acme/1 [150-300", await FoundAsync(new() { Run = "lap", Predicate = "Speed > 50" }));
    }

    [Fact]
    public async Task Answer_ManySpans_ComeInSeveralResponses()
    {
        var times = Enumerable.Range(0, 5_000).Select(time => (long)time).ToArray();
        await fleet.AddAsync("acme/4", "Flag", times, Values.Of(times.Select(time => time % 2 == 0).ToArray()));
        var request = Ask("Flag", "acme/4");
        request.Span = new() { From = 1, To = 5_000 };
        var responses = await fleet.Searches().Answer(request, CancellationToken.None).ToListAsync();
        Assert.Equal([1_024, 1_024, 451], responses.Select(response => response.Spans.Count));
        Assert.Equal(Enumerable.Range(1, 2_499).Select(index => index * 2L), responses.SelectMany(response => response.Spans).Select(span => span.From));
    }

    [Theory]
    [InlineData("Speed >", StatusCode.InvalidArgument, "the predicate, position 8: expected a signal's name, a number, true, false or 'text', found the end")]
    [InlineData("Note > 1", StatusCode.InvalidArgument, "'Note > 1' compares a text with a number")]
    [InlineData("Speed == 'x'", StatusCode.InvalidArgument, "'Speed == 'x'' compares a text with a number")]
    [InlineData("Speed < Note", StatusCode.InvalidArgument, "compares a text with a number")]
    [InlineData("Note < Note", StatusCode.InvalidArgument, "by == and != alone")]
    [InlineData("Sped > 1", StatusCode.NotFound, "'Sped'")]
    public async Task Answer_PredicateThatCannotHold_IsRefused(string predicate, StatusCode status, string detail)
    {
        await StoredFleet.RefusedAsync(status, detail, () => fleet.Searches().Answer(Ask(predicate, "acme/1"), CancellationToken.None));
        await StoredFleet.RefusedAsync(status, detail, () => fleet.Searches().Answer(Ask(predicate, "acme/*"), CancellationToken.None));
    }

    [Fact]
    public async Task Answer_Cancelled_Ends()
    {
        using var end = new CancellationTokenSource();
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await fleet.Searches().Answer(Ask("Speed > 50", "acme/*"), end.Token).ToListAsync());
    }

    private static SearchRequest Ask(string predicate, params string[] vehicles) =>
        new() { Vehicles = { vehicles }, Predicate = predicate, Span = All };

    private async Task<string> FoundAsync(SearchRequest request, QueryOptions? options = null) =>
        Text(await fleet.Searches(options).Answer(request, CancellationToken.None).ToListAsync());

    private static async IAsyncEnumerable<SearchResponse> Kept(
        List<SearchResponse> kept, AutoValley.Server.Query.Search.SearchQuery searches, SearchRequest request)
    {
        await foreach (var response in searches.Answer(request, CancellationToken.None))
        {
            kept.Add(response);
            yield return response;
        }
    }

    // vehicle from-to…, with a bracket where the range cuts a span.
    private static string Text(IEnumerable<SearchResponse> responses) => string.Join(' ', responses.SelectMany(response => response.Spans
        .Select(span => $"{(span.CutAtFrom ? "[" : "")}{span.From}-{span.To}{(span.CutAtTo ? "]" : "")}").Prepend(response.Vehicle)));
}
