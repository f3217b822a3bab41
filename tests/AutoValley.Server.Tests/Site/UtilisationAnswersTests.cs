using AutoValley.Server.Services;
using AutoValley.Server.Site;
using AutoValley.Server.Tests.Services;
using AutoValley.Site;
using AutoValley.Storage.Site;
using AutoValley.V1;

namespace AutoValley.Server.Tests.Site;

public sealed class UtilisationAnswersTests : IAsyncLifetime
{
    private readonly SiteUnderTest site = new();
    private long bookings;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task Get_ManyVisits_ComesInPartsThatAnyClientTakes()
    {
        await site.ActivateAsync(MadeDrive.Map);
        const int Visits = 99_000;
        site.Database.Visits.Put(Enumerable.Range(0, Visits).Select(number => new StoredVisit($"acme/vehicle-{number % 10_000}", "A", number, number + 5, number + 5, 3, false, 1)));
        var responses = await GetAsync(new GetUtilisationRequest { FromTime = 0, ToTime = 1_000_000, WithVisits = true });
        // A client's default is 4 MiB.
        Assert.All(responses, response => Assert.InRange(response.CalculateSize(), 1, 1 << 20));
        var rows = responses.SelectMany(response => response.Rows).ToArray();
        Assert.All(rows, row => Assert.Equal(("A", 0L, 1_000_000L), (row.Zone, row.FromTime, row.ToTime)));
        Assert.Equal([false, .. Enumerable.Repeat(true, rows.Length - 1)], rows.Select(row => row.Continued));
        Assert.Equal(((uint)Visits, 5ul * Visits), (rows[0].Visits, rows[0].VehicleNanos));
        Assert.All(rows[1..], row => Assert.Equal((0u, 0ul), (row.Visits, row.VehicleNanos)));
        Assert.Equal(Enumerable.Range(0, Visits).Select(number => (long)number), rows.SelectMany(row => row.VisitParts).Select(part => part.EnterTime));
        site.Database.Retention.Note(RetentionTable.Visits, 500);
        var first = await GetAsync(new GetUtilisationRequest { FromTime = 0, ToTime = 1_000_000 });
        Assert.Equal((false, 500L), (responses[0].HasKeptFrom, first[0].KeptFrom));
        var row = Assert.Single(first.Single().Rows);
        Assert.Empty(row.VisitParts);
    }

    [Fact]
    public async Task Get_VisitsOfTwoMaps_GoByTheParentsTheyWereJudgedBy()
    {
        await site.ActivateAsync(GroundMap.With(parentOfLane: "track"));
        var start = site.Now;
        Book("track", start, start + 100);
        site.Time.Advance(System.TimeSpan.FromTicks(1));
        await site.ActivateAsync(GroundMap.With(parentOfLane: null));
        var second = site.Now;
        site.Database.Visits.Put([new StoredVisit("acme/car", "lane", start + 10, start + 30, start + 30, 3, false, 1)]);
        site.Database.Visits.Put([new StoredVisit("acme/car", "lane", second + 10, second + 30, second + 30, 3, false, 2)]);
        Book("track", second, second + 100);
        var row = (await GetAsync(new GetUtilisationRequest { FromTime = start, ToTime = second + 100, Zones = { "lane" }, WithVisits = true })).Single().Rows.Single();
        Assert.Equal((40ul, 20ul, 20ul, 100ul), (row.VehicleNanos, row.UsedNanos, row.UnbookedNanos, row.BookedNanos));
        Assert.Equal([1u, 2u], row.VisitParts.Select(part => part.MapVersion));
    }

    private void Book(string zone, long from, long to) => site.Database.Bookings.Put(new StoredBooking(++bookings, bookings, "acme", from, to) { Zones = [zone] });

    private async Task<List<GetUtilisationResponse>> GetAsync(GetUtilisationRequest request)
    {
        var answers = new SiteUtilisationAnswers(site.Database, site.Maps, site.Room, site.Store, site.Catalogue);
        List<GetUtilisationResponse> responses = [];
        await site.DoneAsync(answers.GetAsync(request, new StreamWriterStub<GetUtilisationResponse>(response =>
        {
            responses.Add(response);
            return Task.CompletedTask;
        }), CancellationToken.None));
        return responses;
    }
}
