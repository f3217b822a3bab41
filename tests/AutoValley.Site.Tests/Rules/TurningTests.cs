using AutoValley.Site.Alarms;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;
using AutoValley.Site.Tests.Occupancy;
using AutoValley.Site.Tests.OpenDrive;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Xunit.Abstractions;

namespace AutoValley.Site.Tests.Rules;

/// <summary>Collision courses of vehicles that turn.</summary>
public sealed class TurningTests(ITestOutputHelper output)
{
    private const long Step = 100_000_000;

    [Theory]
    // Of headings each 0.1 s, and of those told once a second beside places at 10 Hz.
    [InlineData(1)]
    [InlineData(10)]
    public void After_SteadyTurn_FoundAndEndsWithIt(int every)
    {
        var (turn, heading) = (default(Turn), 350.0);
        for (var step = 0; step < 60; step++)
        {
            heading += step % every == 0 && step < 40 ? 2 * every : 0;
            turn = turn.After(Fix(step, heading % 360, 36), new RuleOptions());
            if (step is > 25 and < 40)
                Assert.InRange(turn.Rate, 18, 20.5);
        }
        Assert.InRange(turn.Rate, 0, every == 1 ? 0.1 : 8);
    }

    [Fact]
    public void Expected_Noise_IsStraightOnAndTyresAreTheLimit()
    {
        var (turn, random, options) = (default(Turn), new Random(5), new RuleOptions());
        for (var step = 0; step < 600; step++)
        {
            turn = turn.After(Fix(step, 90 + ((random.NextDouble() - 0.5) * 0.2), 36), options);
            Assert.Equal(0, turn.Expected(Fix(step, 90, 36), options));
        }
        var fast = new Turn(0, 0, -60, 0, 0.1);
        Assert.Equal(-8 / 20.0, fast.Expected(Fix(0, 0, 72), options), 9);
        Assert.Equal(0, fast.Expected(Fix(0, 0, 2), options));
        Assert.Equal(0, fast.Expected(Fix(0, 0, double.NaN), options));
        // Headings far apart, an older fix, or none.
        Assert.Equal(0, fast.After(Fix(21, 90, 36), options).Rate);
        Assert.Equal(fast, fast.After(Fix(-1, 90, 36), options));
        Assert.Equal(0, fast.After(Fix(1, double.NaN, 36), options).Rate);
    }

    [Fact]
    public void CollisionCourse_OnACurve_OnlyOfWhomTheCurveLeadsInto()
    {
        // Northwards at 10 m/s, by 0.5 rad/s to the right: a circle of 20 m about (20, 0). Straight on stands b, on the circle c.
        var rules = new SiteRules(new RuleOptions());
        var ahead = RuleScene.Vehicle("acme/b").Driving(0).At(0, 15);
        var (sine, cosine) = Math.SinCos(0.75);
        var around = RuleScene.Vehicle("acme/c").Driving(0, double.RadiansToDegrees(0.75)).At(20 - (20 * cosine), 20 * sine);
        string[] found = [];
        for (var step = -20; step <= 0; step++)
        {
            var turned = 0.5 * step / 10;
            var car = RuleScene.Vehicle("acme/a").Driving(36, (double.RadiansToDegrees(turned) + 360) % 360)
                .At(20 - (20 * Math.Cos(turned)), 20 * Math.Sin(turned));
            car = car with { Fix = car.Fix with { Time = (step + 20) * Step } };
            found = [.. rules.Judge(Sites.Of(), [car, At(ahead, step), At(around, step)], [], 0).Select(condition => condition.Key.ToString())];
        }
        Assert.Equal(["collision-course acme/a acme/c"], found);

        static VehiclePresence At(VehiclePresence vehicle, int step) => vehicle with { Fix = vehicle.Fix with { Time = (step + 20) * Step } };
    }

    [SharedDataFact("sumo/mcity")]
    public void CollisionCourse_McityWithoutACollision_FewerFalseOnesThanStraightOn()
    {
        var (straight, turning) = (new SiteRules(new RuleOptions { MaximumTurnRate = 0 }), new SiteRules(new RuleOptions()));
        var (straightBook, turningBook) = (new AlarmBook(new AlarmOptions()), new AlarmBook(new AlarmOptions()));
        var (straightNamed, turningNamed) = (new Dictionary<VehicleName, int>(), new Dictionary<VehicleName, int>());
        var map = MapFile.Read(SharedData.PathOf("sumo/mcity/zones.geojson"));
        var empty = Sites.Of();
        foreach (var rows in DriveRow.Read("sumo/mcity/fcd.csv.gz").GroupBy(row => row.Time).Select(rows => rows.ToArray()))
        {
            var now = SumoDrive.TimeOf(rows[0].Time) + Step;
            VehiclePresence[] vehicles =
            [
                .. rows.Select(row => new VehiclePresence(
                    new VehicleName("sumo", row.Vehicle), new VehicleDescription(null, SumoDrive.ShapeOf(row.Vehicle)),
                    new VehicleFix(now, map.Projection.Project(row.Latitude, row.Longitude), row.Heading, row.Speed * 3.6, 0, 0), now)),
            ];
            Count(straightBook, straight.Judge(empty, vehicles, [], now), now, straightNamed);
            Count(turningBook, turning.Judge(empty, vehicles, [], now), now, turningNamed);
        }
        output.WriteLine($"straight on: {straightNamed.Count} vehicles, {straightNamed.Values.Sum() / 2} alarms; turning: {turningNamed.Count}, {turningNamed.Values.Sum() / 2}");
        // As README has them: each has two vehicles.
        Assert.Equal((119, 46), (straightNamed.Values.Sum() / 2, turningNamed.Values.Sum() / 2));
    }

    private static void Count(AlarmBook book, IEnumerable<Condition> conditions, long now, Dictionary<VehicleName, int> named)
    {
        foreach (var change in book.Observe(conditions.Where(condition => condition.Key.Kind == AlarmKind.CollisionCourse), now))
        {
            book.Apply(change);
            if (change.Transition.Action != AlarmAction.Raise)
                continue;
            foreach (var vehicle in new[] { change.Alarm.Key.Vehicle!.Value, change.Alarm.Key.Other!.Value })
                named[vehicle] = named.GetValueOrDefault(vehicle) + 1;
        }
    }

    private static VehicleFix Fix(int step, double heading, double speed) => new(step * Step, default, heading, speed, 0, 0);
}
