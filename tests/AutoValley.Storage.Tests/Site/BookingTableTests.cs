using AutoValley.Storage.Site;

namespace AutoValley.Storage.Tests.Site;

public sealed class BookingTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private SiteDatabase site;

    public BookingTableTests()
    {
        site = SiteDatabase.Open(folder.Path);
        site.Bookings.Put(new StoredBooking(1, 1, "acme", 10, 20) { Zones = ["north lane", "pad"], Vehicles = ["acme/car"], IsExclusive = true, Purpose = "brakes" });
        site.Bookings.Put(new StoredBooking(2, 2, "beta", 5, 30) { Zones = ["pad"] });
        site.Bookings.Put(new StoredBooking(3, 3, "acme", 10, 12) { Zones = ["pad"], CancelledAt = 11 });
    }

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Find_AfterReopening_AsItWasStored()
    {
        site.Dispose();
        site = SiteDatabase.Open(folder.Path);
        var booking = site.Bookings.Find(new BookingQuestion { Organisation = "acme" }).Single();
        Assert.Equal((1L, 1L, "acme", 10L, 20L, true, "brakes", null), (booking.Id, booking.Version, booking.Organisation, booking.From, booking.To, booking.IsExclusive, booking.Purpose, booking.CancelledAt));
        Assert.Equal(["north lane", "pad"], booking.Zones);
        Assert.Equal(["acme/car"], booking.Vehicles);
        Assert.Equal((3L, 3L), site.Bookings.Newest);
    }

    [Fact]
    public void Find_EachCondition_LeavesOutTheOthers()
    {
        Assert.Equal([2L, 1], Ids(new BookingQuestion()));
        Assert.Equal([2L, 1, 3], Ids(new BookingQuestion { WithCancelled = true }));
        Assert.Equal([2L], Ids(new BookingQuestion { To = 10 }));
        Assert.Equal([2L], Ids(new BookingQuestion { From = 20 }));
        Assert.Equal([1L, 3], Ids(new BookingQuestion { After = (5, 2), WithCancelled = true }));
        Assert.Equal([3L], Ids(new BookingQuestion { After = (10, 1), WithCancelled = true }));
        Assert.Equal([2L], Ids(new BookingQuestion { Limit = 1 }));
    }

    [Fact]
    public void Put_KnownOne_TakesItsPlace()
    {
        site.Bookings.Put(new StoredBooking(1, 4, "acme", 50, 60) { Zones = ["pad"] });
        Assert.Equal([2L, 1], Ids(new BookingQuestion()));
        Assert.Equal((4L, 3L), site.Bookings.Newest);
    }

    private IEnumerable<long> Ids(BookingQuestion question) => site.Bookings.Find(question).Select(booking => booking.Id);
}
