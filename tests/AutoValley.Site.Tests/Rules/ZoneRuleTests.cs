using AutoValley.Site.Bookings;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;

namespace AutoValley.Site.Tests.Rules;

public sealed class ZoneRuleTests
{
    private static readonly Zone Pad = Sites.Zone("pad", ZoneKind.Pad) with { Capacity = 2 };
    private static readonly Zone Track = Sites.Zone("track", ZoneKind.Track);
    private static readonly Zone Curve = Sites.Zone("curve", ZoneKind.Track, east: 10) with { Parent = "track" };
    private static readonly Zone Hall = Sites.Zone("hall", ZoneKind.Workshop) with { IsExclusive = true };
    private static readonly Map Ground = Sites.Of(Pad, Track, Curve, Hall);

    private readonly RuleScene scene = new(Ground, new RuleOptions { BookedKinds = new HashSet<ZoneKind> { ZoneKind.Track } });

    [Fact]
    public void OverCapacity_OneMoreThanTheCapacity_PerhapsAndSilentCount()
    {
        var two = new[] { RuleScene.In("acme/a", Pad), RuleScene.Perhaps("beta/b", Pad) };
        Assert.Empty(scene.Judge(two));
        var over = Assert.Single(scene.Conditions([.. two, RuleScene.In("beta/c", Pad).Silent()]), condition => condition.Key.Zone == "pad");
        Assert.Equal(("over-capacity pad", 3.0, 2.0), (over.Key.ToString(), over.Value, over.Limit));
        Assert.Equal(["acme", "beta"], over.Organisations);
        // A person's word that one is gone counts.
        Assert.Empty(scene.Judge([.. two, RuleScene.In("beta/c", Pad).Silent() with { Cleared = new Clearance("Erika", 5) }]));
    }

    [Fact]
    public void NotBooked_SurelyInAZoneThatNeedsIt_ToldOfTheLargestAlone()
    {
        Assert.Equal(["not-booked track acme/a"], scene.Judge(RuleScene.In("acme/a", Curve, Track)));
        Assert.Equal(["not-booked hall acme/a"], scene.Judge(RuleScene.In("acme/a", Hall)));
        Assert.Empty(scene.Judge(RuleScene.In("acme/a", Pad)));
        // Perhaps is no accusation.
        Assert.Empty(scene.Judge(RuleScene.Perhaps("acme/a", Curve, Track)));
    }

    [Theory]
    [InlineData("acme", "track", "", false)]
    [InlineData("acme", "curve", "", false)]
    [InlineData("acme", "track", "acme/a", false)]
    [InlineData("acme", "track", "acme/b", true)]
    [InlineData("beta", "track", "", true)]
    [InlineData("acme", "pad", "", true)]
    public void NotBooked_WithABooking_NoneWhereItCoversVehicleAndPlace(string organisation, string zone, string vehicle, bool expected)
    {
        scene.Bookings.Add(new Booking(1, organisation, [zone], 0, 10)
        {
            Vehicles = vehicle.Length > 0 ? [RuleScene.Vehicle(vehicle).Vehicle] : [],
        });
        Assert.Equal(expected ? ["not-booked track acme/a"] : [], scene.Judge(RuleScene.In("acme/a", Curve, Track)));
    }

    [Fact]
    public void ExclusiveViolated_AnotherHasTheWhole_ToldOnceWithTheHolderAndNotTwice()
    {
        scene.Bookings.Add(new Booking(1, "beta", ["track"], 0, 10) { IsExclusive = true });
        var violated = Assert.Single(scene.Conditions(RuleScene.In("acme/a", Curve, Track)));
        Assert.Equal("exclusive-violated track acme/a", violated.Key.ToString());
        Assert.Equal(["beta"], violated.Organisations);
        Assert.Empty(scene.Judge(RuleScene.Perhaps("acme/a", Curve, Track)));
        Assert.Empty(scene.Judge(RuleScene.In("beta/b", Curve, Track)));
    }

    [Fact]
    public void ExclusiveViolated_BookedZoneIsExclusiveItself_Told()
    {
        scene.Bookings.Add(new Booking(1, "beta", ["hall"], 0, 10));
        Assert.Equal(["exclusive-violated hall acme/a"], scene.Judge(RuleScene.In("acme/a", Hall)));
    }

    [Fact]
    public void ExclusiveViolated_AnotherHasAPart_OnlyInThatPart()
    {
        scene.Bookings.Add(new Booking(1, "beta", ["curve"], 0, 10) { IsExclusive = true });
        scene.Bookings.Add(new Booking(2, "acme", ["track"], 0, 10));
        Assert.Empty(scene.Judge(RuleScene.In("acme/a", Track)));
        Assert.Equal(["exclusive-violated curve acme/a"], scene.Judge(RuleScene.In("acme/a", Curve, Track)));
    }

    [Fact]
    public void Accusation_SilentOrDoubtful_NeitherBeginsNorEnds()
    {
        var vehicle = RuleScene.In("acme/a", Hall);
        Assert.Empty(scene.Judge(vehicle.Silent()));
        Assert.Equal(["accuracy-bad acme/a"], scene.Judge(vehicle.Doubtful(VehicleDoubts.Accuracy)));
        Assert.Equal(["not-booked hall acme/a"], scene.Judge(vehicle));
        Assert.Equal(["not-booked hall acme/a"], scene.Judge(vehicle.Silent()));
    }

    [Fact]
    public void OutsideSite_SurelyOutside_TakenFromTheTracker()
    {
        Assert.Empty(scene.Judge(RuleScene.Vehicle("acme/a") with { Outside = ZoneState.Uncertain }));
        Assert.Equal(["outside-site acme/a"], scene.Judge(RuleScene.Vehicle("acme/a") with { Outside = ZoneState.In }));
    }

    [Fact]
    public void WrongVehicleKind_KindNotAllowed_ToldWhereItIsKnown()
    {
        var cars = Sites.Zone("cars") with { VehicleKinds = ["car", "van"] };
        var cases = new RuleScene(Sites.Of(cars));
        Assert.Empty(cases.Judge(RuleScene.In("acme/a", cars).Driving(20)));
        Assert.Empty(cases.Judge(RuleScene.In("acme/a", cars).Driving(20).OfKind("Van")));
        Assert.Equal(["wrong-vehicle-kind cars acme/a"], cases.Judge(RuleScene.In("acme/a", cars).Driving(20).OfKind("truck")));
    }

    [Fact]
    public void Silent_WhereVehiclesWork_ToldButNotWhereTheyPark()
    {
        Assert.Equal(["silent acme/a"], scene.Judge(RuleScene.In("acme/a", Pad).Silent()));
        Assert.Equal(["silent acme/a"], scene.Judge(RuleScene.Vehicle("acme/a").Silent()));
        Assert.Empty(scene.Judge(RuleScene.In("acme/a", Hall).Silent()));
        // Perhaps in the hall is not in it.
        Assert.Equal(["silent acme/a"], scene.Judge(RuleScene.Perhaps("acme/a", Hall).Silent()));
    }

    [Fact]
    public void Doubtful_ClockAndAccuracy_EachToldWithItsNumber()
    {
        var bad = RuleScene.Vehicle("acme/a").Doubtful(VehicleDoubts.Clock | VehicleDoubts.Accuracy);
        var found = scene.Conditions(bad with { Fix = bad.Fix with { ClockError = 1_500_000_000, Accuracy = 12 } });
        Assert.Equal([("clock-bad acme/a", 1.5), ("accuracy-bad acme/a", 12.0)], found.Select(condition => (condition.Key.ToString(), condition.Value)));
    }
}
