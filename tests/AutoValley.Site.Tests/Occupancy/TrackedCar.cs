using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>
/// A tracker with one car, 4 m by 2 m, that goes east along north = 0, on the lane from 0 to 100 with the track from 100 to 200 behind it; within a
/// boundary from -50 to 250. Every fix is exact but for the accuracy, and comes when it is made.
/// </summary>
internal sealed class TrackedCar
{
    public const long Second = 1_000_000_000;

    public static readonly VehicleName Car = new("acme", "car");

    public static readonly Map Map = new(
        "straight", null, Rectangle(-50, 250, 40), [Zone("lane", 0, 100), Zone("track", 100, 200)], []);

    public TrackedCar(OccupancyOptions? options = null)
    {
        Tracker = new OccupancyTracker(Map, options);
        Tracker.Describe(Car, new VehicleDescription("car", new VehicleShape(4, 2, 2)), 0, []);
    }

    public OccupancyTracker Tracker { get; private set; }

    public List<OccupancyChange> Changes { get; } = [];

    /// <summary>Unix nanoseconds, both clocks.</summary>
    public long Now { get; set; } = 1_000 * Second;

    /// <summary>Of the fixes to come.</summary>
    public VehicleFix Next { get; set; } = new(0, default, Heading: 90, Speed: 0, Accuracy: 0, ClockError: 0);

    public VehiclePresence Presence => Tracker.Find(Car)!;

    /// <summary>The zones as text: <c>lane In, track Uncertain</c>.</summary>
    public string Zones => string.Join(", ", Presence.Zones.Select(zone => $"{zone.Zone.Name} {zone.State}"));

    /// <summary>A fix, so long after the one before.</summary>
    public FixVerdict At(double east, double afterSeconds = 0.1)
    {
        Now += (long)Math.Round(afterSeconds * Second);
        return Report(Next with { Time = Now, Place = new LocalPosition(east, 0) }, Now);
    }

    public FixVerdict Report(VehicleFix fix, long receiveTime) => Tracker.Observe(Car, fix, receiveTime, Changes);

    public void Restart() => Restore(Tracker.Snapshot());

    public void Restore(byte[] snapshot) => Tracker = OccupancyTracker.Restore(Map, new OccupancyOptions(), snapshot);

    public static Zone Zone(string name, double west, double east) => new(name, ZoneKind.Other, Rectangle(west, east, 10));

    private static Polygon Rectangle(double west, double east, double half) =>
        new([new Ring([new(west, -half), new(east, -half), new(east, half), new(west, half)])]);
}
