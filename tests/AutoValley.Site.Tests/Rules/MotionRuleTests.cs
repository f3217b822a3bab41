using AutoValley.Site.Alarms;
using AutoValley.Site.Bookings;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;

namespace AutoValley.Site.Tests.Rules;

public sealed class MotionRuleTests
{
    private static readonly Zone East = Sites.Zone("east") with { Direction = Direction.Towards(90), SpeedLimit = 50 };
    private static readonly Zone South = Sites.Zone("south") with { Direction = Direction.Towards(180) };
    private static readonly Zone Track = Sites.Zone("track", ZoneKind.Track) with { SpeedLimit = 100 };
    private static readonly Zone Pit = Sites.Zone("pit", ZoneKind.Pit);

    private readonly RuleScene scene = new(Sites.Of(East, South, Track, Pit));

    [Theory]
    [InlineData(90, 30, false)]
    [InlineData(270, 30, true)]
    [InlineData(209, 30, false)]
    [InlineData(210, 30, true)]
    [InlineData(330, 30, true)]
    [InlineData(331, 30, false)]
    [InlineData(270, 9.9, false)]
    [InlineData(270, 10, true)]
    // Backwards against a right heading is the wrong way, and backwards against a wrong one is right.
    [InlineData(90, -30, true)]
    [InlineData(270, -30, false)]
    [InlineData(double.NaN, 30, false)]
    [InlineData(270, double.NaN, false)]
    public void WrongWay_HeadingAndSpeed_FromTheirLimits(double heading, double speed, bool expected) =>
        Assert.Equal(expected ? ["wrong-way east acme/a"] : [], scene.Judge(RuleScene.In("acme/a", East).Driving(speed, heading)));

    [Fact]
    public void WrongWay_NoiseAboutTheLimits_HoldsUntilTheEndLimits()
    {
        var vehicle = RuleScene.In("acme/a", East);
        Assert.NotEmpty(scene.Judge(vehicle.Driving(30, 210)));
        Assert.NotEmpty(scene.Judge(vehicle.Driving(5, 190)));
        Assert.Empty(scene.Judge(vehicle.Driving(5, 189)));
        Assert.Empty(scene.Judge(vehicle.Driving(30, 209)));
    }

    [Fact]
    public void WrongWay_ZonesOverEachOther_RightForOneIsRight()
    {
        Assert.Empty(scene.Judge(RuleScene.In("acme/a", East, South).Driving(30, 250)));
        Assert.Equal(["wrong-way east acme/a"], scene.Judge(RuleScene.In("acme/a", East, South).Driving(30, 315)));
        // Only a bumper is in it: the reference point decides.
        Assert.Empty(scene.Judge(RuleScene.Perhaps("acme/a", East).Driving(30, 270)));
    }

    [Fact]
    public void OverSpeed_AboveLimitAndMargin_HoldsUntilWithinTheLimit()
    {
        var vehicle = RuleScene.In("acme/a", East, Track);
        Assert.Empty(scene.Judge(vehicle.Driving(53, 90)));
        Assert.Equal(["over-speed east acme/a"], scene.Judge(vehicle.Driving(53.1, 90)));
        Assert.NotEmpty(scene.Judge(vehicle.Driving(50.1, 90)));
        Assert.Empty(scene.Judge(vehicle.Driving(50, 90)));
        Assert.Empty(scene.Judge(vehicle.Driving(52, 90)));
        Assert.Empty(scene.Judge(vehicle.Driving(double.NaN, 90)));
        Assert.Equal(["over-speed track acme/a"], scene.Judge(RuleScene.In("acme/a", Track).Driving(-104)));
    }

    [Fact]
    public void OverSpeed_FromZoneToZone_StaysWithTheFirst()
    {
        Assert.Equal(["over-speed east acme/a"], scene.Judge(RuleScene.In("acme/a", East).Driving(110, 90)));
        Assert.Equal(["over-speed east acme/a"], scene.Judge(RuleScene.In("acme/a", Track).Driving(110, 90)));
        Assert.Empty(scene.Judge(RuleScene.In("acme/a", Track).Driving(100, 90)));
        Assert.Equal(["over-speed track acme/a"], scene.Judge(RuleScene.In("acme/a", Track).Driving(110, 90)));
        Assert.Empty(scene.Judge(RuleScene.In("acme/a", South).Driving(110, 180)));
    }

    [Fact]
    public void WrongWay_OnTheLineBetweenTwoLanes_StaysWithTheFirst()
    {
        Assert.Equal(["wrong-way east acme/a"], scene.Judge(RuleScene.In("acme/a", East).Driving(30, 315)));
        Assert.Equal(["wrong-way east acme/a"], scene.Judge(RuleScene.In("acme/a", South).Driving(30, 315)));
        Assert.Equal(["wrong-way east acme/a"], scene.Judge(RuleScene.In("acme/a", South, East).Driving(30, 315)));
        Assert.Empty(scene.Judge(RuleScene.In("acme/a", South).Driving(30, 180)));
    }

    [Fact]
    public void OverSpeed_HeldInAZoneThatIsNotOnTheMap_TheZoneOfNow()
    {
        var rules = new SiteRules(new RuleOptions(), [new AlarmKey(AlarmKind.OverSpeed, "moon", new("acme", "a"))]);
        var found = Assert.Single(rules.Judge(Sites.Of(Track), [RuleScene.In("acme/a", Track).Driving(110)], [], 0));
        Assert.Equal("over-speed track acme/a", found.Key.ToString());
    }

    [Fact]
    public void OverSpeed_NoiseAboutTheMargin_NoFlapping()
    {
        var random = new Random(5);
        var (changes, held) = (0, false);
        for (var i = 0; i < 2_000; i++)
        {
            // Slowly up to 60 and down again, with noise of 1 km/h.
            var speed = 60 - Math.Abs((i - 1_000) * 0.03) + (random.NextDouble() * 2) - 1;
            var holds = scene.Judge(RuleScene.In("acme/a", East).Driving(speed, 90)).Count > 0;
            changes += holds == held ? 0 : 1;
            held = holds;
        }
        Assert.Equal(2, changes);
    }

    [Fact]
    public void Stopped_WhereVehiclesDrive_FromStandingUntilDriving()
    {
        var vehicle = RuleScene.Perhaps("acme/a", Track);
        Assert.Empty(scene.Judge(vehicle.Driving(1)));
        Assert.Equal(["stopped track acme/a"], scene.Judge(vehicle.Driving(0.9)));
        Assert.NotEmpty(scene.Judge(vehicle.Driving(2.9)));
        Assert.Empty(scene.Judge(vehicle.Driving(3)));
        Assert.Empty(scene.Judge(vehicle.Driving(double.NaN)));
        // A silent one stands where it stood.
        Assert.Equal(["stopped track acme/a", "silent acme/a"], scene.Judge(vehicle.Driving(0).Silent()));
    }

    [Fact]
    public void Stopped_InThePitBesideTheTrack_OnlyWhenAPartIsSurelyInTheWay()
    {
        var vehicle = RuleScene.In("acme/a", Pit).Driving(0);
        Assert.Empty(scene.Judge(vehicle with { Zones = [.. vehicle.Zones, new ZonePresence(Track, ZoneState.Uncertain, 0)] }));
        Assert.Equal(["stopped track acme/a"], scene.Judge(vehicle with { Zones = [.. vehicle.Zones, new ZonePresence(Track, ZoneState.In, 0)] }));
    }

    [Fact]
    public void Stopped_OnABorder_StaysWithOneZone()
    {
        Assert.Equal(["stopped track acme/a"], scene.Judge(RuleScene.In("acme/a", Track).Driving(0)));
        Assert.Equal(["stopped track acme/a"], scene.Judge(RuleScene.In("acme/a", East, Track).Driving(0)));
        Assert.Equal(["stopped east acme/a"], scene.Judge(RuleScene.In("acme/a", East).Driving(0)));
    }

    [Fact]
    public void Stopped_InATrackThatIsItsOwn_MayStand()
    {
        scene.Bookings.Add(new Booking(1, "acme", ["track"], 0, 10) { IsExclusive = true });
        Assert.Empty(scene.Judge(RuleScene.In("acme/a", Track).Driving(0)));
        scene.Bookings[0] = scene.Bookings[0] with { IsExclusive = false };
        Assert.NotEmpty(scene.Judge(RuleScene.In("acme/a", Track).Driving(0)));
    }
}
