using AutoValley.Site.Bookings;

namespace AutoValley.Site.Tests.Bookings;

public sealed class BookingBookTests
{
    private const long Hour = 3_600_000_000_000;

    // The shortcut crosses the lane, the apron lies over an end of the pad, and neither is a part of anything.
    private static readonly Map Ground = Sites.Of(
        Sites.Zone("track", south: -100, north: 100), Sites.Zone("lane", south: 0, north: 10) with { Parent = "track" }, Sites.Zone("curve", south: 0, north: 10, east: 20) with { Parent = "lane" },
        Sites.Zone("other lane", south: 10, north: 20) with { Parent = "track" }, Sites.Zone("pad", west: 500, east: 600) with { IsExclusive = true },
        Sites.Zone("stand", west: 580, east: 600) with { Parent = "pad" }, Sites.Zone("apron", west: 490, east: 510), Sites.Zone("shortcut", west: 50, east: 60, south: -50, north: 9));

    private readonly BookingBook book = new(new BookingOptions { MaximumBookings = 4 });

    [Theory]
    // Shared zones, shared bookings: side by side.
    [InlineData("lane", false, "lane", false, false)]
    // One of the bookings is exclusive: the same zone, its whole and its parts, but not a neighbour.
    [InlineData("lane", true, "lane", false, true)]
    [InlineData("lane", false, "lane", true, true)]
    [InlineData("track", true, "curve", false, true)]
    [InlineData("curve", false, "track", true, true)]
    [InlineData("curve", true, "track", false, true)]
    [InlineData("lane", true, "other lane", true, false)]
    // The zone is exclusive.
    [InlineData("pad", false, "pad", false, true)]
    [InlineData("pad", false, "stand", false, true)]
    [InlineData("stand", false, "pad", false, true)]
    [InlineData("stand", false, "stand", false, false)]
    // One lies over the other on the map.
    [InlineData("shortcut", false, "lane", false, false)]
    [InlineData("shortcut", true, "lane", false, true)]
    [InlineData("lane", true, "shortcut", false, true)]
    [InlineData("shortcut", true, "curve", false, false)]
    [InlineData("shortcut", true, "other lane", true, false)]
    [InlineData("pad", false, "apron", false, true)]
    [InlineData("apron", false, "pad", false, true)]
    [InlineData("apron", true, "stand", true, false)]
    public void Create_TwoOrganisationsAtOneTime_ConflictWhereOneIsExclusive(string first, bool firstExclusive, string second, bool secondExclusive, bool conflict)
    {
        Apply(book.Create(Draft("acme", first) with { IsExclusive = firstExclusive }, Ground, By()));
        var answer = book.Create(Draft("beta", second) with { IsExclusive = secondExclusive }, Ground, By());
        Assert.Equal(conflict ? BookingOutcome.Conflict : BookingOutcome.Done, answer.Outcome);
        Assert.Equal(conflict ? 1L : null, answer.Conflict?.Id);
        Assert.DoesNotContain("acme", answer.Detail);
        // An organisation does not stand in its own way.
        Assert.Equal(BookingOutcome.Done, book.Create(Draft("acme", second) with { IsExclusive = secondExclusive }, Ground, By()).Outcome);
    }

    [Theory]
    [InlineData(0, 10, BookingOutcome.Done)]
    [InlineData(20, 30, BookingOutcome.Done)]
    [InlineData(19, 30, BookingOutcome.Conflict)]
    [InlineData(0, 11, BookingOutcome.Conflict)]
    [InlineData(12, 13, BookingOutcome.Conflict)]
    public void Create_BesideATime_ConflictWhereTheyOverlap(int from, int to, BookingOutcome expected)
    {
        Apply(book.Create(Draft("acme", "pad", 10, 20), Ground, By()));
        Assert.Equal(expected, book.Create(Draft("beta", "pad", from, to), Ground, By()).Outcome);
    }

    [Fact]
    public void Cancel_RunningOne_EndsNowAndMakesRoom()
    {
        Apply(book.Create(Draft("acme", "pad", 0, 20), Ground, By()));
        var cancelled = Apply(book.Cancel(1, By(5 * Hour)));
        Assert.Equal((5 * Hour, false, true), (cancelled.End, cancelled.HoldsAt(5 * Hour), cancelled.HoldsAt((5 * Hour) - 1)));
        Assert.Equal(BookingOutcome.Done, book.Create(Draft("beta", "pad", 5, 20), Ground, By(5 * Hour)).Outcome);
        Assert.Equal(BookingOutcome.NotFound, book.Cancel(1, By(5 * Hour)).Outcome);
    }

    [Fact]
    public void Cancel_BeforeItStarts_NoTimeIsLeft()
    {
        Apply(book.Create(Draft("acme", "pad", 10, 20), Ground, By()));
        Assert.Equal(10 * Hour, Apply(book.Cancel(1, By(5 * Hour))).End);
    }

    [Fact]
    public void Change_OtherZonesAndTimes_JudgedAgainstTheOthersNotItself()
    {
        Apply(book.Create(Draft("acme", "pad", 10, 20), Ground, By()));
        Apply(book.Create(Draft("beta", "pad", 20, 30), Ground, By()));
        Assert.Equal(BookingOutcome.Conflict, book.Change(1, Draft("acme", "pad", 10, 21), Ground, By()).Outcome);
        var changed = Apply(book.Change(1, Draft("acme", "pad", 12, 20) with { Purpose = "brakes" }, Ground, By(Hour)));
        Assert.Equal((1L, 12 * Hour, "brakes"), (changed.Id, changed.From, changed.Purpose));
        Assert.Equal(BookingOutcome.BadOrganisation, book.Change(1, Draft("beta", "pad", 12, 20), Ground, By()).Outcome);
    }

    [Fact]
    public void Change_OneThatHasBegun_KeepsItsStart()
    {
        Apply(book.Create(Draft("acme", "pad", 10, 20), Ground, By()));
        Assert.Equal(BookingOutcome.BadTimes, book.Change(1, Draft("acme", "pad", 11, 20), Ground, By(12 * Hour)).Outcome);
        Assert.Equal(BookingOutcome.BadTimes, book.Change(1, Draft("acme", "pad", 10, 11), Ground, By(12 * Hour)).Outcome);
        Assert.Equal(BookingOutcome.Done, book.Change(1, Draft("acme", "pad", 10, 13), Ground, By(12 * Hour)).Outcome);
        Assert.Equal(BookingOutcome.NotFound, book.Change(1, Draft("acme", "pad", 10, 30), Ground, By(20 * Hour)).Outcome);
    }

    [Fact]
    public void Change_OneThatHasBegun_KeepsWhatWasBooked()
    {
        Apply(book.Create(Draft("acme", "lane", 10, 20) with { Vehicles = [new("acme", "truck")] }, Ground, By()));
        var draft = Draft("acme", "lane", 10, 30) with { Vehicles = [new("acme", "truck")] };
        foreach (var other in new[] { draft with { Zones = ["track"] }, draft with { Vehicles = [] }, draft with { IsExclusive = true } })
        {
            Assert.Equal(BookingOutcome.Done, book.Change(1, other, Ground, By(10 * Hour)).Outcome);
            Assert.Equal(BookingOutcome.BadTimes, book.Change(1, other, Ground, By((10 * Hour) + 1)).Outcome);
        }
        Assert.Equal(30 * Hour, Apply(book.Change(1, draft, Ground, By(12 * Hour))).To);
    }

    [Fact]
    public void Create_BackdatedIntoOneThatIsOver_Conflict()
    {
        Apply(book.Create(Draft("acme", "pad", 0, 20), Ground, By()));
        Apply(book.Cancel(1, By(10 * Hour)));
        book.Advance((10 * Hour) + 1);
        BookingOutcome Backdated(long from) => book.Create(new BookingDraft("beta", ["pad"], from, 20 * Hour), Ground, By((10 * Hour) + 1)).Outcome;
        Assert.Equal(BookingOutcome.Conflict, Backdated((10 * Hour) - 1));
        Assert.Equal(BookingOutcome.Done, Backdated(10 * Hour));
        // It is over, also by a clock that was set back.
        Assert.Equal(BookingOutcome.NotFound, book.Cancel(1, By(9 * Hour)).Outcome);
    }

    [Fact]
    public void Refusal_AboutAnotherOrganisationsBooking_SaysWhatIsInTheWayAlone()
    {
        Apply(book.Create(new BookingDraft("acme", ["curve", "other lane", "pad"], 0, 20 * Hour), Ground, By()));
        var conflict = book.Create(Draft("beta", "pad", 15, 30), Ground, By());
        Assert.Equal("booking 1 of another organisation has pad from 1970-01-01T15:00:00.000000000Z to 1970-01-01T20:00:00.000000000Z", conflict.Detail);
        Assert.DoesNotContain("acme", book.Change(1, Draft("beta", "pad", 0, 20), Ground, By()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WrongInput_OutcomeSaysWhatIsWrong()
    {
        Assert.Equal(BookingOutcome.BadOrganisation, Create(Draft("a/b", "pad")));
        Assert.Equal(BookingOutcome.BadZones, Create(Draft("acme", "moon")));
        Assert.Equal(BookingOutcome.BadZones, Create(new BookingDraft("acme", [], 0, Hour)));
        Assert.Equal(BookingOutcome.BadTimes, Create(Draft("acme", "pad", 10, 10)));
        Assert.Equal(BookingOutcome.BadTimes, Create(Draft("acme", "pad", 0, (400 * 24) + 1)));
        Assert.Equal(BookingOutcome.BadTimes, Create(new BookingDraft("acme", ["pad"], long.MinValue, long.MaxValue)));
        Assert.Equal(BookingOutcome.BadTimes, book.Create(Draft("acme", "pad", 0, 10), Ground, By(Hour + 1)).Outcome);
        Assert.Equal(BookingOutcome.Done, book.Create(Draft("acme", "pad", 0, 10), Ground, By(Hour)).Outcome);
        Assert.Equal(BookingOutcome.BadVehicles, Create(Draft("acme", "pad") with { Vehicles = [new("beta", "van")] }));
        Assert.Equal(BookingOutcome.BadText, Create(Draft("acme", "pad") with { Purpose = "two\nlines" }));
        Assert.Equal(BookingOutcome.BadPerson, book.Create(Draft("acme", "pad"), Ground, new PersonAction(" ", "", 0)).Outcome);
        for (var i = 0; i < 4; i++)
            Apply(book.Create(Draft("acme", "pad"), Ground, By()));
        Assert.Equal(BookingOutcome.TooMany, Create(Draft("acme", "pad")));
        Assert.Equal(BookingOutcome.Done, book.Create(Draft("acme", "pad", 10, 20), Ground, By(10 * Hour)).Outcome);
        book.Advance((11 * Hour) - 1);
        Assert.NotEmpty(book.Bookings);
        book.Advance(11 * Hour);
        Assert.Empty(book.Bookings);
    }

    [Fact]
    public void Covers_PartOfABookedZone_IsWithinTheRight()
    {
        var booking = new Booking(1, "acme", ["lane"], 0, Hour) { Vehicles = [new("acme", "truck")] };
        Assert.Equal((true, true, false), (booking.Covers(Ground, "lane"), booking.Covers(Ground, "curve"), booking.Covers(Ground, "track")));
        Assert.Equal((true, false), (booking.IsFor(new("acme", "truck")), booking.IsFor(new("acme", "bus"))));
        Assert.Equal((false, true), (booking.HoldsAt(Hour), booking.HoldsAt(0)));
    }

    private static BookingDraft Draft(string organisation, string zone, int from = 0, int to = 10) => new(organisation, [zone], from * Hour, to * Hour);

    private static PersonAction By(long time = 0) => new("Erika", "by telephone", time);

    private BookingOutcome Create(BookingDraft draft) => book.Create(draft, Ground, By()).Outcome;

    private Booking Apply(BookingProposal answer)
    {
        Assert.Equal((BookingOutcome.Done, ""), (answer.Outcome, answer.Detail));
        book.Apply(answer.Change!);
        return answer.Change!.Booking;
    }
}
