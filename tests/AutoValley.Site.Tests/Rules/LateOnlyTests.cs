using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;
using AutoValley.Telemetry;

namespace AutoValley.Site.Tests.Rules;

/// <summary>Vehicles that are heard by what lay in their spool alone: they are shown, and no alarm is about them.</summary>
public sealed class LateOnlyTests
{
    private const long Second = 1_000_000_000;

    private static readonly Map Ground = Sites.Of(Sites.Zone("pad", ZoneKind.Pad) with { Capacity = 1 });

    private readonly OccupancyTracker tracker = new(Ground);

    [Fact]
    public void Judge_HeardByLateFixesAlone_ShownAndNoAlarm()
    {
        var now = 1_000 * Second;
        Report("live", now, now);
        Report("spool", now - (60 * Second), now);
        Report("spool", now - (59 * Second), now);
        var shown = tracker.Find(new VehicleName("acme", "spool"))!;
        Assert.Equal((true, true), (shown.IsStale, shown.IsLateOnly));
        Assert.NotEmpty(shown.Zones);
        Assert.Empty(Judge(tracker, now));
        Assert.Empty(Judge(OccupancyTracker.Restore(Ground, null, tracker.Snapshot()), now));

        // From its first fix of now on it counts.
        Report("spool", now + Second, now + Second);
        Assert.Contains("over-capacity pad", Judge(tracker, now + Second));
    }

    private static string[] Judge(OccupancyTracker tracker, long now) =>
        [.. new SiteRules(new RuleOptions()).Judge(Ground, tracker.Presences, [], now).Select(condition => condition.Key.ToString())];

    private void Report(string vehicle, long time, long receiveTime) => tracker.Observe(
        new VehicleName("acme", vehicle), new VehicleFix(time, new LocalPosition(50, 5), Heading: 90, Speed: 10, Accuracy: 0, ClockError: 0), receiveTime, []);
}
