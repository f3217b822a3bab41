using AutoValley.Server.Services;
using AutoValley.Server.Site;
using AutoValley.Server.Tests.Site.Alarms;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Site.Bookings;

/// <summary>SiteService's calls about bookings.</summary>
public sealed class BookingAnswersTests : IDisposable
{
    private const long Hour = 3_600_000_000_000;

    private static readonly byte[] Ground = """
        {"type":"FeatureCollection","name":"Ground","features":[
        {"type":"Feature","properties":{"name":"track","kind":"track"},"geometry":{"type":"Polygon","coordinates":[[[12.77,57.78],[12.772,57.78],[12.772,57.782],[12.77,57.782],[12.77,57.78]]]}},
        {"type":"Feature","properties":{"name":"lane","kind":"lane","parent":"track"},"geometry":{"type":"Polygon","coordinates":[[[12.77,57.78],[12.771,57.78],[12.771,57.781],[12.77,57.781],[12.77,57.78]]]}}
        ]}
        """u8.ToArray();

    private readonly AlarmsUnderTest site = new();
    private readonly SiteBookingAnswers answers;

    public BookingAnswersTests()
    {
        var maps = new SiteMaps(site.Database, site.Options, site.Time);
        answers = new SiteBookingAnswers(site.Database, site.Bookings, maps, site.Time);
        Assert.Equal(StatusCode.FailedPrecondition, CodeOf(() => Book("acme", "track")));
        var (stored, _) = maps.Import(new MapImport(Ground, "ground.geojson") { Person = "Ann" });
        site.Database.Maps.Activate(stored.Version, site.Now);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void Create_ConflictAndWrongInput_EachHasItsStatus()
    {
        Book("acme", "track", exclusive: true);
        Assert.Equal(StatusCode.AlreadyExists, CodeOf(() => Book("beta", "lane")));
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(() => Book("acme", "moon")));
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(() => Book("acme", "track", hours: -1)));
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(() => answers.Create(new CreateBookingRequest { Person = "Erika" })));
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(() => answers.Create(new CreateBookingRequest { Booking = Draft("acme", "track", 1) })));
        Assert.Equal(StatusCode.NotFound, CodeOf(() => answers.Cancel(new CancelBookingRequest { Id = 9, Person = "Erika" })));
    }

    [Fact]
    public void Update_AndCancel_AreListedAsTheyAreThen()
    {
        var booking = Book("acme", "track");
        booking.Vehicles.Add("acme/truck");
        Assert.Equal(["acme/truck"], answers.Update(new UpdateBookingRequest { Booking = booking, Person = "Erika" }).Booking.Vehicles);
        answers.Cancel(new CancelBookingRequest { Id = booking.Id, Person = "Erika" });
        Assert.Empty(answers.List(new ListBookingsRequest()).Bookings);
        Assert.Equal(site.Now, answers.List(new ListBookingsRequest { WithCancelled = true }).Bookings.Single().CancelTime);
    }

    [Fact]
    public void List_OfAZone_HasWhatCoversItPageAfterPage()
    {
        foreach (var zone in new[] { "track", "lane", "track" })
            Book("acme", zone);
        Assert.Equal([1UL, 3UL], answers.List(new ListBookingsRequest { Zone = "track" }).Bookings.Select(booking => booking.Id));
        var first = answers.List(new ListBookingsRequest { Zone = "lane", PageSize = 2 });
        var second = answers.List(new ListBookingsRequest { Zone = "lane", PageSize = 2, PageToken = first.NextPageToken });
        Assert.Equal([1UL, 2UL, 3UL], first.Bookings.Concat(second.Bookings).Select(booking => booking.Id));
        Assert.Equal("", second.NextPageToken);
        Assert.Equal(StatusCode.InvalidArgument, CodeOf(() => answers.List(new ListBookingsRequest { PageToken = "x" })));
    }

    private Booking Draft(string organisation, string zone, int hours) =>
        new() { Organisation = organisation, Zones = { zone }, FromTime = site.Now, ToTime = site.Now + (hours * Hour) };

    private Booking Book(string organisation, string zone, bool exclusive = false, int hours = 1)
    {
        var booking = Draft(organisation, zone, hours);
        booking.Exclusive = exclusive;
        return answers.Create(new CreateBookingRequest { Booking = booking, Person = "Erika" }).Booking;
    }

    private static StatusCode CodeOf(Action call) => Assert.Throws<RpcException>(call).StatusCode;
}
