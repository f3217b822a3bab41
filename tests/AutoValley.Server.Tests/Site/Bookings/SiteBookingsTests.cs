using AutoValley.Server.Tests.Site.Alarms;
using AutoValley.Site;
using AutoValley.Site.Bookings;
using AutoValley.Storage.Site;
using static AutoValley.Server.Tests.Site.Alarms.AlarmsUnderTest;

namespace AutoValley.Server.Tests.Site.Bookings;

public sealed class SiteBookingsTests : IDisposable
{
    private const long Hour = 3_600_000_000_000;

    private readonly AlarmsUnderTest site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void Act_BookedThenRestarted_StillThereAndInTheWay()
    {
        Assert.Equal(BookingOutcome.Done, Book("acme").Outcome);
        site.Restart();
        Assert.Equal(["acme"], site.Bookings.At(site.Now).Select(booking => booking.Organisation));
        var refused = Book("beta");
        Assert.Equal((BookingOutcome.Conflict, 1L), (refused.Outcome, refused.Conflict!.Id));
        site.Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(site.Bookings.At(site.Now));
        Assert.Equal(2, Book("beta").Change!.Booking.Id);
    }

    [Fact]
    public void Act_BackdatedIntoACancelledOneAfterARestart_Conflict()
    {
        Book("acme");
        site.Time.Advance(TimeSpan.FromMinutes(30));
        var by = Erika(site.Now);
        site.Bookings.Act(book => book.Cancel(1, by), "cancel booking", site.Now);
        site.Restart();
        Assert.Empty(site.Bookings.At(site.Now));
        var draft = new BookingDraft("beta", ["lane"], site.Now - (Hour / 4), site.Now + Hour);
        Assert.Equal(BookingOutcome.Conflict, site.Bookings.Act(book => book.Create(draft, Ground, by), "create booking", site.Now).Outcome);
    }

    [Fact]
    public void Act_EachStep_InTheAuditWithWhatItIsThen()
    {
        Book("acme");
        var by = Erika(site.Now);
        site.Bookings.Act(book => book.Cancel(1, by), "cancel booking", site.Now);
        var entries = site.Database.Audit.Newest(long.MaxValue, "booking 1", 10);
        Assert.Equal(["cancel booking", "create booking"], entries.Select(entry => entry.Action));
        Assert.Contains("acme: lane; 2026-11-22T12:00:00.000000000Z to 2026-11-22T13:00:00.000000000Z; all vehicles", entries[1].Note, StringComparison.Ordinal);
        Assert.NotNull(site.Database.Bookings.Find(new BookingQuestion { WithCancelled = true }).Single().CancelledAt);
    }

    [Fact]
    public void Judge_AnotherOrganisationInABookedLane_HolderHearsOfItWithoutTheVehicle()
    {
        Book("beta");
        var inside = Driving("acme/truck", 20) with { Zones = [new(Lane, AutoValley.Site.Occupancy.ZoneState.In, 0)] };
        site.Judge(inside);
        var alarm = Assert.Single(site.Alarms.After(-1).Alarms);
        Assert.Equal(["acme", "beta"], alarm.Organisations);
        Assert.Equal(["acme/truck"], site.Warnings.Told.Select(told => told.Vehicle));
    }

    private BookingProposal Book(string organisation)
    {
        var by = Erika(site.Now);
        return site.Bookings.Act(book => book.Create(new BookingDraft(organisation, ["lane"], by.Time, by.Time + Hour), Ground, by), "create booking", by.Time);
    }
}
