using AutoValley.V1;

namespace AutoValley.Cli.Tests.Query;

public sealed class SearchTests : CommandTests
{
    [Fact]
    public async Task Search_Csv_HasARowASpan()
    {
        Server.Query.OnSearch = _ =>
        [
            new() { Vehicle = "acme/car1", Spans = { Span(0, 2.5, cutAtFrom: true), Span(4, 4.000000001) } },
            new() { Vehicle = "acme/car2", Spans = { Span(0, 60, cutAtFrom: true, cutAtTo: true), Span(1, 60, cutAtTo: true) } },
        ];
        Assert.Equal(
            """
            vehicle,from,to,seconds,cut
            acme/car1,2026-11-22T10:00:00.000000000Z,2026-11-22T10:00:02.500000000Z,2.5,from
            acme/car1,2026-11-22T10:00:04.000000000Z,2026-11-22T10:00:04.000000001Z,1E-09,
            acme/car2,2026-11-22T10:00:00.000000000Z,2026-11-22T10:01:00.000000000Z,60,both
            acme/car2,2026-11-22T10:00:01.000000000Z,2026-11-22T10:01:00.000000000Z,59,to

            """,
            await DoneAsync("search A>50 --vehicles acme/* truck --from -1m --for 2s --max-age 500ms --limit 9 --format csv"));
        var asked = Assert.Single(Server.Query.Searches);
        Assert.Equal("A>50", asked.Predicate);
        Assert.Equal(["acme/*", "default/truck"], asked.Vehicles);
        Assert.Equal((Second(0), Second(60)), (asked.Span.From, asked.Span.To));
        Assert.Equal((2_000_000_000UL, 500_000_000UL, 9UL), (asked.MinimumDurationNanos, asked.MaximumAgeNanos, asked.Limit));
    }

    [Fact]
    public async Task Search_RunAlone_LeavesTheRestToTheServer()
    {
        Assert.Equal(0, await RunAsync("search A --run lap-1 -f json"));
        Assert.Equal(("", "autovalley: never so there\n"), (Output, Error));
        var asked = Assert.Single(Server.Query.Searches);
        Assert.Equal(("lap-1", SearchRequest.RangeOneofCase.Run, false), (asked.Run, asked.RangeCase, asked.HasMaximumAgeNanos));
        Assert.Empty(asked.Vehicles);
    }

    [Theory]
    [InlineData("search A --vehicle car1", "which time? give --from (and --to), or --run")]
    [InlineData("search A --from 0", "which vehicles? give --vehicle, as acme/car or acme/*, or --run")]
    [InlineData("search A --run a --from 0", "--run has a span of its own: give --run, or --from and --to")]
    [InlineData("search A -v car1 --from 2 --to 1", "--to is before --from")]
    public async Task Search_WrongUse_IsTold(string line, string told)
    {
        Assert.Equal(2, await RunAsync(line));
        Assert.Equal(("", $"autovalley: {told}\n"), (Output, Error));
    }

    [Theory]
    [InlineData("search A --from 0 -v acme/x*")]
    [InlineData("search A --from 0 -v */car")]
    [InlineData("search --from 0 -v car")]
    public async Task Search_NoVehicleOrNoPredicate_IsWrongUse(string line) => Assert.Equal(2, await RunAsync(line));

    private static FoundSpan Span(double from, double to, bool cutAtFrom = false, bool cutAtTo = false) => new()
    {
        From = Second(0) + (long)Math.Round(from * 1e9),
        To = Second(0) + (long)Math.Round(to * 1e9),
        CutAtFrom = cutAtFrom,
        CutAtTo = cutAtTo,
    };
}
