using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Site.Tests.Occupancy;

public sealed class OccupancyPropertyTests
{
    private static readonly VehicleName Car = new("acme", "car");

    [Fact]
    public void Observe_DrivesOfChance_EqualsEachFixJudgedForItself() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var (made, random, options) = (new MadeZones(seed), new Random(seed), new OccupancyOptions { AccuracyLimit = 30, Hysteresis = 0.4 });
            var map = MadeMap(made);
            var (tracker, expected, drive) = (new OccupancyTracker(map, options), new ExpectedStates(map, options), new MadeDrive(seed));
            var shape = seed % 3 == 0 ? new VehicleShape(12, 2.5, 12) : VehicleShape.Default;
            tracker.Describe(Car, new VehicleDescription("truck", shape), 0, []);
            var told = new Dictionary<string, ZoneState>();
            for (var i = 0; i < 150; i++)
            {
                var (fix, changes) = (drive.Next(), new List<OccupancyChange>());
                Assert.Equal(FixVerdict.Taken, tracker.Observe(Car, fix, fix.Time, changes));
                expected.Take(fix, shape);
                Apply(changes, told);
                var presence = tracker.Find(Car)!;
                Assert.Equal(expected.States.GetValueOrDefault(""), presence.Outside);
                Assert.Equal(Occupied(expected.States), Occupied(presence.Zones.ToDictionary(zone => zone.Zone.Name, zone => zone.State)));
                Assert.Equal(Occupied(expected.States), Occupied(told));
                Assert.Equal(map.ZonesAt(fix.Place), presence.StrictZones);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Observe_LateFixesInBetween_ChangesNothing() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var (map, drive, random) = (MadeMap(new MadeZones(seed)), new MadeDrive(seed), new Random(seed));
            var (without, with) = (new OccupancyTracker(map), new OccupancyTracker(map));
            for (var (i, late) = (0, 0); i < 80; i++)
            {
                var fix = drive.Next();
                var (expected, actual) = (new List<OccupancyChange>(), new List<OccupancyChange>());
                without.Observe(Car, fix, fix.Time, expected);
                with.Observe(Car, fix, fix.Time, actual);
                for (var more = random.Next(3); more > 0; more--)
                {
                    // Older than the newest, or newer and too old when it comes.
                    var time = fix.Time + (random.Next(2) == 0 ? -random.NextInt64(10_000_000_000) : random.NextInt64(10_000_000_000));
                    var stray = fix with { Time = time, Place = new(random.Next(60), random.Next(60)), Accuracy = 0 };
                    Assert.Equal(FixVerdict.Late, with.Observe(Car, stray, Math.Max(fix.Time, time) + (time > fix.Time ? 5_000_000_001 : 0), actual));
                    late++;
                }
                Assert.Equal(expected.Select(Text), actual.Select(change => Text(change with { Presence = change.Presence with { LateFixes = 0 } })));
                Assert.Equal((late, late), (with.Counts[FixVerdict.Late], with.Find(Car)!.LateFixes));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Restore_CutAnywhere_GoesOnAsWithoutTheCut() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<bool>(), (seed, isHostile) =>
        {
            var map = MadeMap(new MadeZones(seed));
            var options = new OccupancyOptions { MaximumVehicles = 3, MaximumZones = 3, MaximumDistance = 200 };
            var (whole, parts) = (new OccupancyTracker(map, options), new OccupancyTracker(map, options));
            var (random, steps) = (new Random(seed), new MadeSteps(seed, isHostile));
            for (var i = 0; i < 200; i++)
            {
                var (expected, actual) = (new List<OccupancyChange>(), new List<OccupancyChange>());
                var step = steps.Next();
                step(whole, expected);
                step(parts, actual);
                Assert.Equal(string.Join("\n", expected.Select(Text)), string.Join("\n", actual.Select(Text)));
                if (random.Next(8) == 0)
                    parts = OccupancyTracker.Restore(map, options, parts.Snapshot());
            }
            Assert.Equal(whole.Snapshot(), parts.Snapshot());
        }).QuickCheckThrowOnFailure();

    private static Map MadeMap(MadeZones made) => new(
        "made", null, new Polygon([new Ring([new(-3, -2), new(50, -4), new(55, 52), new(20, 58), new(-2, 44)])]), made.Zones(12, false), []);

    private static List<string> Occupied(Dictionary<string, ZoneState> states) =>
        [.. states.Where(state => state.Value != ZoneState.Out && state.Key.Length > 0).Select(state => $"{state.Key} {state.Value}").Order(StringComparer.Ordinal)];

    private static void Apply(List<OccupancyChange> changes, Dictionary<string, ZoneState> told)
    {
        foreach (var (zone, from, to) in changes.SelectMany(change => change.Zones))
        {
            Assert.Equal(told.GetValueOrDefault(zone.Name), from);
            told[zone.Name] = to;
        }
    }

    private static string Text(OccupancyChange change)
    {
        var presence = change.Presence;
        return $"{change.Version} {change.Time} {presence with { Zones = [], StrictZones = [] }} "
            + $"{string.Join(' ', presence.Zones.Select(zone => $"{zone.Zone.Name} {zone.State} {zone.Since}"))} | "
            + $"{string.Join(' ', presence.StrictZones.Select(zone => zone.Name))} | "
            + string.Join(' ', change.Zones.Select(zone => $"{zone.Zone.Name} {zone.From} {zone.To}"));
    }
}
