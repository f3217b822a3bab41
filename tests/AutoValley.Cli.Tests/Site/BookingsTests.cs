using AutoValley.V1;

namespace AutoValley.Cli.Tests.Site;

public sealed class BookingsTests : CommandTests
{
    private const long Hour = 3_600_000_000_000;

    private static readonly long At = Second(60);

    private readonly Booking booking = new()
    {
        Id = 7, Organisation = "acme", Zones = { "north lane", "pad" }, FromTime = Second(0), ToTime = Second(60), Vehicles = { "acme/truck" }, Exclusive = true, Purpose = "brakes",
    };

    public BookingsTests() => Server.Site.Bookings.Add(booking);

    [Fact]
    public async Task List_Bookings_AreRows()
    {
        Assert.Equal(
            "id,organisation,zones,from,to,vehicles,exclusive,purpose,cancelled\n" +
            "7,acme,\"north lane, pad\",2026-11-22T10:00:00.000000000Z,2026-11-22T10:01:00.000000000Z,acme/truck,true,brakes,\n",
            await DoneAsync("site bookings list --organisation acme --zone pad --to now+1h --cancelled -f csv"));
        Assert.Equal(
            new ListBookingsRequest { Organisation = "acme", Zone = "pad", FromTime = At, ToTime = At + Hour, WithCancelled = true }, Server.Site.Asked.Single());
    }

    [Fact]
    public async Task Add_ForALength_AsksForAllThatIsSaid()
    {
        await DoneAsync("site bookings add acme --zone pad stand --from now+1h --for 2h --vehicle acme/truck --exclusive --purpose brakes --by Erika --note telephone");
        var asked = (CreateBookingRequest)Server.Site.Asked.Single();
        Assert.Equal(("Erika", "telephone"), (asked.Person, asked.Note));
        Assert.Equal(
            new Booking
            {
                Organisation = "acme", Zones = { "pad", "stand" }, FromTime = At + Hour, ToTime = At + (3 * Hour), Vehicles = { "acme/truck" }, Exclusive = true, Purpose = "brakes",
            },
            asked.Booking);
    }

    [Fact]
    public async Task Change_WhatIsNotSaid_Stays()
    {
        await DoneAsync("site bookings change 7 --zone stand --exclusive false --by Erika");
        var asked = (UpdateBookingRequest)Server.Site.Asked[^1];
        Assert.Equal(new Booking(booking) { Zones = { }, Exclusive = false }.FromTime, asked.Booking.FromTime);
        Assert.Equal((7UL, false, "brakes", booking.ToTime), (asked.Booking.Id, asked.Booking.Exclusive, asked.Booking.Purpose, asked.Booking.ToTime));
        Assert.Equal(["stand"], asked.Booking.Zones);
        Assert.Equal(["acme/truck"], asked.Booking.Vehicles);
    }

    [Fact]
    public async Task Cancel_Booking_ShowsIt()
    {
        Assert.Contains("\"cancelled\":\"1970-01-01T00:00:01.000000000Z\"", await DoneAsync("site bookings cancel 7 --by Erika --note rain -f json"), StringComparison.Ordinal);
        Assert.Equal(new CancelBookingRequest { Id = 7, Person = "Erika", Note = "rain" }, Server.Site.Asked.Single());
    }

    [Theory]
    [InlineData("site bookings add acme --zone pad --by Erika", "--to or --for")]
    [InlineData("site bookings add acme --for 1h --by Erika", "--zone")]
    [InlineData("site bookings add acme --zone pad --to now+1h --for 1h --by Erika", "--to or --for")]
    public async Task Add_Incomplete_IsWrongUse(string line, string told) => Assert.Contains(told, await WrongUseAsync(line), StringComparison.Ordinal);

    [Fact]
    public async Task Utilisation_Rows_AreSecondsAndShares()
    {
        Server.Site.Rows.Add(Row());
        Assert.Equal(
            "zone,organisation,vehicle,run,from,to,occupied_s,vehicle_s,visits,booked_s,used_s,used_share,unbooked_s\n" +
            "pad,acme,,,2026-11-22T10:00:00.000000000Z,2026-11-22T11:00:00.000000000Z,1.5,3,2,4,1,0.25,0.5\n",
            await DoneAsync("site utilisation --from -1h --every 1h --by organisation --zone pad --organisation acme -f csv"));
        Assert.Equal(
            new GetUtilisationRequest
            {
                FromTime = At - Hour, ToTime = At, BucketNanos = (ulong)Hour, Groups = { UtilisationGroup.Organisation }, Zones = { "pad" }, Organisation = "acme",
            },
            Server.Site.Asked.Single());
    }

    [Fact]
    public async Task Utilisation_Visits_AreWhatTheRowsAreMadeOf()
    {
        var row = Row();
        row.VisitParts.Add(new UtilisationVisit { Vehicle = "acme/truck", EnterTime = Second(-5), LeaveTime = Second(2), Samples = 70, FromTime = Second(0), ToTime = Second(2) });
        Server.Site.Rows.Add(row);
        Assert.Equal(
            "zone,organisation,vehicle,run,from,to,visitor,enter,leave,samples,late,counts_from,counts_to,seconds\n" +
            "pad,acme,,,2026-11-22T10:00:00.000000000Z,2026-11-22T11:00:00.000000000Z,acme/truck,2026-11-22T09:59:55.000000000Z,2026-11-22T10:00:02.000000000Z,70,false," +
            "2026-11-22T10:00:00.000000000Z,2026-11-22T10:00:02.000000000Z,2\n",
            await DoneAsync("site utilisation --from -1h --visits -f csv"));
        Assert.True(((GetUtilisationRequest)Server.Site.Asked.Single()).WithVisits);
    }

    private static UtilisationRow Row() => new()
    {
        Zone = "pad", Organisation = "acme", FromTime = Second(0), ToTime = Second(3_600), OccupiedNanos = 1_500_000_000, VehicleNanos = 3_000_000_000, Visits = 2,
        BookedNanos = 4_000_000_000, UsedNanos = 1_000_000_000, UnbookedNanos = 500_000_000,
    };

    private async Task<string> WrongUseAsync(string line)
    {
        Assert.Equal(ExitCode.WrongUse, await RunAsync(line));
        return Error;
    }
}
