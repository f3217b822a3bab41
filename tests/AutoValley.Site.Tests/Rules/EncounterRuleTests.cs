using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;

namespace AutoValley.Site.Tests.Rules;

/// <summary>Vehicles of 5 m by 2 m with the reference point in the middle.</summary>
public sealed class EncounterRuleTests
{
    private static readonly Zone Hall = Sites.Zone("hall", ZoneKind.Workshop);

    private static readonly RuleOptions Options = new() { Distance = 1, EndDistance = 1.5, TimeToCollision = 2, EndTimeToCollision = 3 };

    private readonly RuleScene scene = new(Sites.Of(Hall), Options);

    [Theory]
    // Side by side: 2 m of width lie between the middles.
    [InlineData(3.01, 0, false)]
    [InlineData(2.99, 0, true)]
    // Behind each other: 5 m of length.
    [InlineData(0, 6.01, false)]
    [InlineData(0, 5.99, true)]
    // Corner to corner: 0.6 and 0.8 m apart are 1 m.
    [InlineData(2.61, 5.8, false)]
    [InlineData(2.59, 5.8, true)]
    // Over each other.
    [InlineData(0.5, 0, true)]
    public void TooClose_SameWay_ByTheDistanceBetweenTheRectangles(double east, double north, bool expected)
    {
        var found = scene.Judge(Car("acme/a", 0, 0).Driving(20), Car("beta/b", east, north).Driving(20));
        Assert.Equal(expected ? ["too-close acme/a beta/b"] : [], found);
    }

    [Fact]
    public void TooClose_NoiseAboutTheLimit_HoldsUntilTheEndLimit()
    {
        var first = Car("acme/a", 0, 0).Driving(20);
        Assert.NotEmpty(scene.Judge(first, Car("beta/b", 2.99, 0).Driving(20)));
        Assert.NotEmpty(scene.Judge(first, Car("beta/b", 3.49, 0).Driving(20)));
        Assert.Empty(scene.Judge(first, Car("beta/b", 3.51, 0).Driving(20)));
        Assert.Empty(scene.Judge(first, Car("beta/b", 3.1, 0).Driving(20)));
    }

    [Fact]
    public void TooClose_NobodyDrives_None()
    {
        Assert.Empty(scene.Judge(Car("acme/a", 0, 0), Car("beta/b", 2.5, 0)));
        Assert.Empty(scene.Judge(Car("acme/a", 0, 0), Car("beta/b", 2.5, 0).Driving(2.9)));
        Assert.NotEmpty(scene.Judge(Car("acme/a", 0, 0), Car("beta/b", 2.5, 0).Driving(3)));
        // Who does not tell his speed may drive.
        Assert.NotEmpty(scene.Judge(Car("acme/a", 0, 0), Car("beta/b", 2.5, 0).Driving(double.NaN)));
        var parked = RuleScene.In("acme/a", Hall);
        Assert.Empty(scene.Judge(parked.At(0, 0), (RuleScene.In("acme/b", Hall).At(2.5, 0)).Driving(5)));
    }

    [Fact]
    public void TooClose_Accuracy_MakesVehiclesLargerUpToTheAllowance()
    {
        Assert.Empty(scene.Judge(Car("acme/a", 0, 0).Driving(20), Car("beta/b", 3.5, 0, accuracy: 0.49).Driving(20)));
        Assert.NotEmpty(scene.Judge(Car("acme/a", 0, 0).Driving(20), Car("beta/b", 3.4, 0, accuracy: 0.49).Driving(20)));
        Assert.Empty(scene.Judge(Car("gamma/a", 0, 0, accuracy: 30).Driving(20), Car("gamma/b", 4.01, 0, accuracy: 30).Driving(20)));
    }

    [Fact]
    public void TooClose_HeadingUnknown_AnyWayItStandsCounts()
    {
        // Across it would reach 2.5 m and a bit.
        Assert.Empty(scene.Judge(Car("acme/a", 0, 0).Driving(20), Car("beta/b", 4.2, 0).Driving(0)));
        Assert.NotEmpty(scene.Judge(Car("acme/a", 0, 0).Driving(20), Car("beta/b", 4.2, 0).Driving(0, double.NaN)));
    }

    [Fact]
    public void TooClose_FixesOfTwoTimes_TheOlderIsCarriedOn()
    {
        // Half a second at 36 km/h are 5 m: b was 10.9 m ahead when a's older fix was made, and is 5.9 m ahead.
        var ahead = Car("beta/b", 0, 10.9).Driving(36);
        var behind = Car("acme/a", 0, 0).Driving(36);
        Assert.Empty(scene.Judge(behind, ahead));
        Assert.NotEmpty(scene.Judge(behind, ahead with { Fix = ahead.Fix with { Time = 500_000_000 } }));
        // Nobody knows which is older when a clock is bad.
        var bad = ahead.Doubtful(VehicleDoubts.Clock);
        Assert.Equal(["clock-bad beta/b"], scene.Judge(Car("acme/x", 0, 0).Driving(36), bad with { Fix = bad.Fix with { Time = 500_000_000 } }));
    }

    [Theory]
    // 36 km/h are 10 m/s, towards one that stands: touching after (north - 5) / 10 seconds.
    [InlineData(24.9, 0, true)]
    [InlineData(25.1, 0, false)]
    // Past it, with 1.9 or 2.1 m between the middles.
    [InlineData(24.9, 1.9, true)]
    [InlineData(24.9, 2.1, false)]
    // Behind.
    [InlineData(-20, 0, false)]
    public void CollisionCourse_TowardsAStandingOne_ByTheTimeUntilTheyTouch(double north, double east, bool expected)
    {
        var found = scene.Conditions(Car("acme/a", 0, 0).Driving(36), Car("beta/b", east, north));
        Assert.Equal(expected ? ["collision-course acme/a beta/b"] : [], found.Select(condition => condition.Key.ToString()));
        if (expected)
            Assert.Equal((north - 5) / 10, found[0].Value, 6);
    }

    [Fact]
    public void CollisionCourse_SideSwipe_ToldThoughTheMiddlesPart()
    {
        // b is 2.6 m to the right and 3 m ahead, faster, and drifts in by 1 m/s: 0.6 m lie between the sides.
        var (speed, heading) = (double.Hypot(-1, 22) * 3.6, double.RadiansToDegrees(Math.Atan2(-1, 22)));
        var found = scene.Conditions(Car("acme/a", 0, 0).Driving(72), Car("beta/b", 2.6, 3).Driving(speed, heading));
        var course = Assert.Single(found, condition => condition.Key.Kind == AlarmKind.CollisionCourse);
        Assert.InRange(course.Value, 0.5, 0.7);
        // Side by side as fast as each other, noise alone brings them together.
        Assert.DoesNotContain(scene.Conditions(Car("acme/a", 0, 0).Driving(72), Car("gamma/b", 2.6, 3).Driving(72, -2)), condition => condition.Key.Kind == AlarmKind.CollisionCourse);
        // Who overlap by noise and part are not about to touch.
        Assert.DoesNotContain(scene.Conditions(Car("acme/a", 0, 0).Driving(10), Car("delta/b", 0, 4.8).Driving(40)), condition => condition.Key.Kind == AlarmKind.CollisionCourse);
    }

    [Fact]
    public void CollisionCourse_CrossingWays_OnlyIfTheyMeetAtOneTime()
    {
        // Both at 10 m/s, one northwards and one eastwards: the middles meet after 2 s, the rectangles before.
        var northwards = Car("acme/a", 0, -20).Driving(36, 0);
        var found = Assert.Single(scene.Conditions(northwards, Car("beta/b", -20, 0).Driving(36, 90)));
        // Fronts are 2.5 m ahead, sides 1 m away: they touch when 3.5 m lie between the middles along either way.
        Assert.Equal(1.65, found.Value, 6);
        Assert.Empty(scene.Judge(northwards, Car("beta/c", -60, 0).Driving(36, 90)));
        Assert.Empty(scene.Judge(northwards, Car("beta/c", -12, 0).Driving(36, 90)));
    }

    [Fact]
    public void CollisionCourse_NoiseAboutTheLimit_HoldsUntilTheEndLimit()
    {
        var standing = Car("beta/b", 0, 0);
        Assert.NotEmpty(scene.Judge(Car("acme/a", 0, -24).Driving(36), standing));
        Assert.NotEmpty(scene.Judge(Car("acme/a", 0, -34).Driving(36), standing));
        Assert.Empty(scene.Judge(Car("acme/a", 0, -36).Driving(36), standing));
        Assert.Empty(scene.Judge(Car("acme/a", 0, -26).Driving(36), standing));
    }

    [Fact]
    public void CollisionCourse_TowardsASilentOne_StillThereWhereItWasSeen()
    {
        var silent = Car("beta/b", 0, 20).Driving(36).Silent();
        Assert.Contains("collision-course acme/a beta/b", scene.Judge(Car("acme/a", 0, 0).Driving(36), silent));
    }

    [Fact]
    public void CollisionCourse_ManyVehicles_SamePairsAsAskingEachPair()
    {
        var random = new Random(11);
        var cars = Enumerable.Range(0, 200).Select(i => Car($"acme/v{i:D3}", random.NextDouble() * 600, random.NextDouble() * 600)
            .Driving((random.NextDouble() * 120) - 20, random.NextDouble() * 360)).ToArray();
        var all = new RuleScene(Sites.Of(), Options).Judge(cars).Order().ToArray();
        var pairs = cars.SelectMany((one, i) => cars.Skip(i + 1).Select(two => new RuleScene(Sites.Of(), Options).Judge(one, two))).SelectMany(found => found).Order().ToArray();
        Assert.Equal(pairs, all);
        Assert.True(all.Length >= 20, $"{all.Length} pairs");
    }

    [Fact]
    public void Judge_CrowdOnOneSpot_OthersAreLookedAtFirstAndTheRestIsCounted()
    {
        var rules = new SiteRules(new RuleOptions { MaximumPairs = 100 });
        VehiclePresence[] crowd = [.. Enumerable.Range(0, 40).Select(i => Car($"acme/v{i:D2}", 25, 25).Driving(5))];
        VehiclePresence[] others = [Car("acme/x", 525, 525).Driving(5), Car("acme/y", 525, 527.5).Driving(5)];
        var found = rules.Judge(Sites.Of(), [.. crowd, .. others], [], 0).Where(condition => condition.Key.Kind == AlarmKind.TooClose).Select(condition => condition.Key.ToString()).ToArray();
        Assert.Contains("too-close acme/x acme/y", found);
        Assert.Equal((100, 681L), (found.Length, rules.NotCompared));
        rules.Judge(Sites.Of(), others, [], 0);
        Assert.Equal(0, rules.NotCompared);
    }

    [Fact]
    public void TimeToCollision_RandomMotions_AsSmallStepsFindIt()
    {
        var random = new Random(17);
        for (var i = 0; i < 300; i++)
        {
            var one = Car("acme/a", random.NextDouble() * 40, random.NextDouble() * 40).Driving(random.NextDouble() * 90, random.NextDouble() * 360);
            var two = Car("acme/b", random.NextDouble() * 40, random.NextDouble() * 40).Driving(random.NextDouble() * 90, random.NextDouble() * 360);
            var exact = Meeting.TimeToCollision(one, two);
            var stepped = Meeting.SteppedTime(one, two, step: 0.001, horizon: 5);
            Assert.True(exact > 5 ? double.IsInfinity(stepped) || stepped > 4.99 : Math.Abs(exact - stepped) < 0.01 || Meeting.IsGrazing(one, two, exact), $"{i}: {exact} {stepped}");
        }
    }

    [Fact]
    public void TimeToCollision_RandomTurns_AsSmallStepsFindIt()
    {
        var (random, found) = (new Random(19), 0);
        for (var i = 0; i < 200; i++)
        {
            var one = Car("acme/a", random.NextDouble() * 40, random.NextDouble() * 40).Driving(5 + (random.NextDouble() * 60), random.NextDouble() * 360);
            var two = Car("acme/b", random.NextDouble() * 40, random.NextDouble() * 40).Driving(5 + (random.NextDouble() * 60), random.NextDouble() * 360);
            var (first, second) = ((random.NextDouble() - 0.5) * 1.5, i % 3 == 0 ? 0 : (random.NextDouble() - 0.5) * 1.5);
            var judged = Meeting.TimeToCollision(one, two, first, second);
            var stepped = Meeting.SteppedTime(one, two, 0.005, 5, first, second);
            found += double.IsFinite(judged) ? 1 : 0;
            Assert.True(
                judged == stepped || Math.Abs(judged - stepped) < 0.06 || Meeting.IsGrazing(one, two, Math.Min(judged, stepped), first, second), $"{i}: {judged} {stepped}");
        }
        Assert.InRange(found, 20, 180);
    }

    [Fact]
    public void Judge_CrowdOnOneSpot_PairThatHeldIsLookedAtFirst()
    {
        var rules = new SiteRules(new RuleOptions { MaximumPairs = 100 });
        // In the middle of what will be the crowd, and in the order after it.
        VehiclePresence[] pair = [Car("acme/x", 25, 25).Driving(5), Car("acme/y", 25, 27.5).Driving(5)];
        Assert.Contains("too-close acme/x acme/y", TooClose(pair));
        VehiclePresence[] crowd = [.. Enumerable.Range(0, 40).Select(i => Car($"acme/v{i:D2}", 25, 25).Driving(5))];
        for (var i = 0; i < 3; i++)
        {
            var found = TooClose([.. crowd, .. pair]);
            Assert.Contains("too-close acme/x acme/y", found);
            Assert.InRange(found.Length, 1, 100);
        }
        Assert.True(rules.NotCompared > 0);

        string[] TooClose(VehiclePresence[] vehicles) =>
            [.. rules.Judge(Sites.Of(), vehicles, [], 0).Where(condition => condition.Key.Kind == AlarmKind.TooClose).Select(condition => condition.Key.ToString())];
    }

    private static VehiclePresence Car(string vehicle, double east, double north, double accuracy = 0) => RuleScene.Vehicle(vehicle).Driving(0).At(east, north, accuracy);
}
