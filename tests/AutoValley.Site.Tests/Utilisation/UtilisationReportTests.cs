using AutoValley.Site.Bookings;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Utilisation;
using AutoValley.Telemetry;

namespace AutoValley.Site.Tests.Utilisation;

public sealed class UtilisationReportTests
{
    private static readonly VehicleName Truck = new("acme", "truck");
    private static readonly VehicleName Bus = new("acme", "bus");
    private static readonly VehicleName Van = new("beta", "van");
    private static readonly Map Ground = Sites.Of(Sites.Zone("track"), Sites.Zone("lane") with { Parent = "track" });
    private static readonly MapHistory Always = new([new MapPeriod(1, new Span(long.MinValue, long.MaxValue))], _ => Ground);
    private static readonly UtilisationQuestion All = new(new Span(0, 100));

    [Fact]
    public void Of_TwoVehiclesAtOnce_UnionAndSum()
    {
        var row = Assert.Single(Report(All, [Visit(Truck, 10, 30), Visit(Van, 20, 50), Visit(Bus, 60, 70)]));
        Assert.Equal((50L, 60L, 3, 0L, 0L, 50L), (row.Occupied, row.VehicleTime, row.Visits, row.Booked, row.Used, row.Unbooked));
        Assert.True(double.IsNaN(row.UsedShare));
    }

    [Fact]
    public void Of_VisitOverTheRangesEnd_CutAndOpenOnesLastUntilTheirLastSample()
    {
        var row = Assert.Single(Report(All, [Visit(Truck, -50, 10), Visit(Truck, 80, null), Visit(Truck, 95, null), Visit(Truck, 100, 120)]));
        Assert.Equal((20L, 2), (row.VehicleTime, row.Visits));
        Assert.Equal([new Span(0, 10), new Span(80, 90)], row.Parts.Select(part => part.Time));
    }

    [Fact]
    public void Of_Buckets_CutAtWholeMultiplesAndTheRange()
    {
        var rows = Report(All with { Range = new Span(5, 35), Bucket = 10 }, [Visit(Truck, 0, 40)]);
        Assert.Equal([(5L, 10L, 5L), (10L, 20L, 10L), (20L, 30L, 10L), (30L, 35L, 5L)], rows.Select(row => (row.Key.Bucket.From, row.Key.Bucket.To, row.Occupied)));
        Assert.Equal([-10L, 0L], Report(All with { Range = new Span(-5, 5), Bucket = 10 }, [Visit(Truck, -20, 40)]).Select(row => row.Key.Bucket.From == -5 ? -10 : row.Key.Bucket.From));
    }

    [Fact]
    public void Of_Booking_UsedIsOwnVehiclesInBookedTime()
    {
        Booking[] bookings = [new(1, "acme", ["track"], 20, 60), new(2, "acme", ["lane"], 50, 70) { Vehicles = [Bus] }];
        Visit[] visits = [Visit(Truck, 10, 30), Visit(Bus, 55, 80), Visit(Van, 20, 25)];
        var row = Report(All, visits, bookings).Single(row => row.Key.Zone == "lane");
        // Booked 20 to 70; truck used 20 to 30, bus 55 to 70; without a right: truck 10 to 20, van 20 to 25, bus 70 to 80.
        Assert.Equal((50L, 25L, 25L, 0.5), (row.Booked, row.Used, row.Unbooked, row.UsedShare));
        var rows = Report(All with { Groups = UtilisationGroups.Vehicle }, visits, bookings).Where(row => row.Key.Zone == "lane").ToDictionary(row => row.Key.Vehicle!.Value);
        Assert.Equal((50L, 15L, 10L), (rows[Bus].Booked, rows[Bus].Used, rows[Bus].Unbooked));
        Assert.Equal((40L, 10L, 10L), (rows[Truck].Booked, rows[Truck].Used, rows[Truck].Unbooked));
        Assert.Equal((0L, 0L, 5L), (rows[Van].Booked, rows[Van].Used, rows[Van].Unbooked));
    }

    [Fact]
    public void Of_BookingNobodyUsed_HasARow()
    {
        var cancelled = new Booking(1, "acme", ["lane"], 20, 60) { CancelledAt = 30 };
        var row = Assert.Single(Report(All with { Groups = UtilisationGroups.Organisation }, [], [cancelled]));
        Assert.Equal(("acme", 10L, 0L, 0.0), (row.Key.Organisation, row.Booked, row.Occupied, row.UsedShare));
        Assert.Empty(Report(All with { Organisation = "beta" }, [], [cancelled]));
    }

    [Fact]
    public void Of_ByRun_PartsWithinEachRunAndTheRest()
    {
        RunSpan[] runs = [new("brakes", [Truck], new Span(20, 30)), new("lanes", [Truck, Van], new Span(25, 40))];
        Booking[] bookings = [new(1, "acme", ["lane"], 0, 35)];
        var rows = UtilisationReport.Of(All with { Groups = UtilisationGroups.Run }, Always, Ended(Visit(Truck, 10, 50), Visit(Van, 35, 45)), bookings, runs)
            .ToDictionary(row => row.Key.Run ?? "");
        Assert.Equal([("", 25L, 20L), ("brakes", 10L, 10L), ("lanes", 20L, 10L)], rows.Select(row => (row.Key, row.Value.VehicleTime, row.Value.Booked)).Order());
        var one = Assert.Single(UtilisationReport.Of(All with { Run = "lanes" }, Always, Ended(Visit(Truck, 10, 50)), bookings, runs));
        Assert.Equal(("lanes", 15L), (one.Key.Run, one.VehicleTime));
    }

    [Fact]
    public void Of_ByRun_RunsOfOthersTakeNothingOff()
    {
        RunSpan[] runs = [new("brakes", [Truck], new Span(20, 30)), new("secret", [Van], new Span(40, 80))];
        Booking[] bookings = [new(1, "acme", ["lane"], 0, 50)];
        var groups = UtilisationGroups.Run | UtilisationGroups.Organisation;
        foreach (var question in new[] { All with { Groups = groups }, All with { Groups = UtilisationGroups.Run, Organisation = "acme" } })
        {
            var row = UtilisationReport.Of(question, Always, Ended(Visit(Truck, 10, 50)), bookings, runs).Single(row => row.Key.Run is null);
            Assert.Equal((40L, 30L), (row.Booked, row.VehicleTime));
        }
    }

    [Fact]
    public void Of_ByRun_VisitThatARunCutsInTwo_CountsOnce()
    {
        var rows = UtilisationReport.Of(
            All with { Groups = UtilisationGroups.Run }, Always, Ended(Visit(Truck, 10, 50)), [], [new("brakes", [Truck], new Span(20, 30))]);
        Assert.Equal([(null, 1, 2), ("brakes", 1, 1)], rows.Select(row => (row.Key.Run, row.Visits, row.Parts.Count)));
    }

    [Fact]
    public void Of_OneVehicleOfASharedBooking_NoRowForTheOther()
    {
        Booking[] bookings = [new(1, "acme", ["lane"], 0, 50) { Vehicles = [Truck, Bus] }, new(2, "acme", ["track"], 0, 50)];
        var rows = Report(All with { Groups = UtilisationGroups.Vehicle, Vehicle = Truck }, [Visit(Truck, 10, 20)], bookings);
        Assert.Equal([("lane", (VehicleName?)Truck, 50L), ("track", Truck, 50L)], rows.Select(row => (row.Key.Zone, row.Key.Vehicle, row.Booked)));
    }

    [Fact]
    public void Of_AnotherMapLater_EachTimeGoesByItsOwn()
    {
        // From 50 on the lane is part of no track.
        var apart = Sites.Of(Sites.Zone("track"), Sites.Zone("lane"));
        var maps = new MapHistory([new MapPeriod(1, new Span(long.MinValue, 50)), new MapPeriod(2, new Span(50, long.MaxValue))], version => version == 1 ? Ground : apart);
        RecordedVisit[] visits = [new(Visit(Truck, 10, 30), 30, 1), new(Visit(Truck, 60, 70), 70, 2)];
        var row = UtilisationReport.Of(All, maps, visits, [new(1, "acme", ["track"], 0, 100)], []).Single(row => row.Key.Zone == "lane");
        Assert.Equal((30L, 50L, 20L, 10L), (row.VehicleTime, row.Booked, row.Used, row.Unbooked));
        Assert.Equal([1, 2], row.Parts.Select(part => part.MapVersion));
    }

    [Fact]
    public void Of_MoreThanAllowed_Refused() => Assert.Throws<UtilisationException>(
        () => Report(All with { Bucket = 1, MaximumRows = 20 }, [Visit(Truck, 0, 100)]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_RandomDrives_AddingUpSamplesGivesTheRowsExactly(int seed)
    {
        var drives = new SampledDrives(seed, [Truck, Bus, Van], ["lane", "track"]);
        var question = new UtilisationQuestion(new Span(100, 1_900)) { Bucket = 250 };
        foreach (var groups in new[] { UtilisationGroups.None, UtilisationGroups.Organisation, UtilisationGroups.Vehicle })
        {
            var rows = Report(question with { Groups = groups }, drives.Visits, drives.Bookings);
            Assert.NotEmpty(rows);
            foreach (var row in rows)
            {
                var sums = drives.AddUp(row.Key);
                Assert.Equal(sums, (row.Occupied, row.VehicleTime, row.Booked, row.Used, row.Unbooked));
                // A row leads to its visits, and these to their samples.
                Assert.All(row.Parts, part => Assert.Equal(part.Visit.Samples, drives.SamplesWithin(part.Visit)));
                Assert.Equal(row.VehicleTime, row.Parts.Sum(part => part.Time.Length));
            }
            // Nothing is left out: all samples of the range are in some row.
            Assert.Equal(drives.Total(question.Range), rows.Sum(row => row.VehicleTime));
        }
    }

    private static Visit Visit(VehicleName vehicle, long enter, long? leave) => new(vehicle, "lane", enter, leave, 1);

    private static IReadOnlyList<UtilisationRow> Report(UtilisationQuestion question, IReadOnlyList<Visit> visits, IReadOnlyList<Booking>? bookings = null) =>
        UtilisationReport.Of(question, Always, Ended([.. visits]), bookings ?? [], []);

    // Whose visit goes on was seen at 90 last.
    private static IEnumerable<RecordedVisit> Ended(params Visit[] visits) => visits.Select(visit => new RecordedVisit(visit, visit.Leave ?? Math.Max(visit.Enter, 90), 1));
}
