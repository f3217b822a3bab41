using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Site.Tests.Occupancy;

public sealed class OccupancyTrackerTests
{
    private const long Second = TrackedCar.Second;

    private readonly TrackedCar car = new();

    [Theory]
    [InlineData(-3.1, 1, "")]
    [InlineData(-2.9, 1, "lane Uncertain")]
    [InlineData(-0.6, 1, "lane Uncertain")]
    [InlineData(-0.4, 1, "lane In")]
    [InlineData(50, 1, "lane In")]
    [InlineData(97.01, 1, "lane In, track Uncertain")]
    [InlineData(100, 1, "lane In, track In")]
    [InlineData(100, 1.4, "lane In, track In")]
    [InlineData(100, 1.6, "lane Uncertain, track Uncertain")]
    public void Observe_FirstFix_IsInWhatTheVehicleTouchesWhereverItMayBe(double east, double accuracy, string zones)
    {
        car.Next = car.Next with { Accuracy = accuracy };
        car.At(east);
        Assert.Equal(zones.Split(", ").Order(), car.Zones.Split(", ").Order());
    }

    [Fact]
    public void Observe_SpeedAndClockError_WidenTheMargin()
    {
        // 10 m/s for 0.2 s are 2 m, and the front bumper is 2 m ahead.
        car.Next = car.Next with { Speed = -36, ClockError = Second / 5 };
        car.At(-4.1);
        Assert.Equal("", car.Zones);
        car.At(-3.9);
        Assert.Equal("lane Uncertain", car.Zones);
    }

    [Fact]
    public void Observe_HeadingUnknown_MayCoverTheDiscAroundThePlace()
    {
        car.Next = car.Next with { Heading = double.NaN };
        // From the middle to a corner: 2.236 m.
        car.At(-2.3);
        Assert.Equal("", car.Zones);
        car.At(-2.2);
        Assert.Equal("lane Uncertain", car.Zones);
        // The reference point is 1 m deep in the car, whatever its heading.
        car.At(-0.51);
        Assert.Equal("lane Uncertain", car.Zones);
        car.At(-0.49);
        Assert.Equal("lane In", car.Zones);
    }

    [Theory]
    [InlineData(2.2, ZoneState.In)]
    [InlineData(2.3, ZoneState.Uncertain)]
    public void Observe_InTheMiddleOfALane_IsInAsLongAsPartOfItCannotBeElsewhere(double accuracy, ZoneState state)
    {
        // 1.75 m to the lane's edge, and another metre to the far side of the car; half a metre of hysteresis.
        Polygon Strip(double south) => new([new Ring([new(-99, south), new(99, south), new(99, south + 3.5), new(-99, south + 3.5)])]);
        var map = new Map("lanes", null, null, [new Zone("own", ZoneKind.Lane, Strip(-1.75)), new Zone("next", ZoneKind.Lane, Strip(1.75))], []);
        var tracker = new OccupancyTracker(map);
        tracker.Observe(TrackedCar.Car, car.Next with { Time = Second, Accuracy = accuracy }, Second, []);
        Assert.Equal(["next", "own"], tracker.Find(TrackedCar.Car)!.Zones.Select(zone => zone.Zone.Name).Order());
        Assert.Equal(state, tracker.Find(TrackedCar.Car)!.In(map.Find("own")!));
    }

    [Fact]
    public void Observe_NothingSaidOfAccuracySpeedAndClock_TakesTheAssumedOnes()
    {
        car.Next = new VehicleFix(0, default, Heading: 90);
        // 3 m and 50 ms of 60 km/h: 3.83 m.
        car.At(-5.9);
        Assert.Equal("", car.Zones);
        car.At(-5.8);
        Assert.Equal("lane Uncertain", car.Zones);
        Assert.Equal(VehicleDoubts.None, car.Presence.Doubts);
    }

    [Fact]
    public void Observe_LeavesByLessThanTheHysteresis_StaysUncertain()
    {
        car.At(98.4);
        Assert.Equal("lane In, track Uncertain", car.Zones);
        // The bumper is 0.49 m off the track: within the hysteresis, for as long as it stays.
        for (var i = 0; i < 100; i++)
            car.At(97.51);
        Assert.Equal("lane In, track Uncertain", car.Zones);
    }

    [Fact]
    public void Observe_ClearForTheDwell_LeavesNotANanosecondEarlier()
    {
        car.At(98.4);
        car.At(97.4);
        car.Report(car.Next with { Time = car.Now + Second - 1, Place = new(97.4, 0) }, car.Now + Second - 1);
        Assert.Equal("lane In, track Uncertain", car.Zones);
        car.Report(car.Next with { Time = car.Now + Second, Place = new(97.4, 0) }, car.Now + Second);
        Assert.Equal("lane In", car.Zones);
    }

    [Fact]
    public void Observe_DwellByOneClockAlone_Stays()
    {
        car.At(98.4);
        car.At(97.4);
        car.Report(car.Next with { Time = car.Now + Second, Place = new(97.4, 0) }, car.Now + Second - 1);
        Assert.Equal("lane In, track Uncertain", car.Zones);
    }

    [Fact]
    public void Observe_BackDuringTheDwell_BeginsItAnew()
    {
        car.At(98.4);
        car.At(97.4);
        car.At(98.4, 0.9);
        car.At(97.4, 0.9);
        car.At(97.4, 0.9);
        Assert.Equal("lane In, track Uncertain", car.Zones);
        car.At(97.4);
        Assert.Equal("lane In", car.Zones);
    }

    [Fact]
    public void Observe_FromInToUncertainAndBack_NeedsToBeDeeperByTheHysteresis()
    {
        car.Next = car.Next with { Accuracy = 1 };
        foreach (var (east, state) in new[] { (-0.6, "Uncertain"), (-0.4, "In"), (-0.9, "In"), (-1.1, "Uncertain"), (-0.6, "Uncertain"), (-0.49, "In") })
        {
            car.At(east);
            Assert.Equal($"lane {state}", car.Zones);
        }
    }

    [Fact]
    public void Observe_WithinItsZones_ChangesNothing()
    {
        car.At(10);
        for (var east = 11.0; east < 90; east++)
            car.At(east);
        Assert.Equal(new LocalPosition(89, 0), car.Presence.Fix.Place);
        Assert.Equal([1], car.Changes.Select(change => change.Version));
    }

    [Fact]
    public void Observe_WithinItsZones_AllocatesNothing()
    {
        long Drive()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 400; i++)
                car.At(20 + Math.Abs((i % 120) - 60));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        car.Next = car.Next with { Accuracy = 2 };
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Drive()));
    }

    [Fact]
    public void Observe_IntoAZone_TellsWhatChangedAndSinceWhen()
    {
        car.At(10);
        car.At(98.4, 10);
        var entered = car.Now;
        car.At(99);
        var change = car.Changes[1];
        Assert.Equal((2, entered), (change.Version, change.Time));
        Assert.Equal([new ZoneChange(TrackedCar.Map.Find("track")!, ZoneState.Out, ZoneState.Uncertain)], change.Zones);
        Assert.Equal(ZoneState.In, car.Presence.In(TrackedCar.Map.Find("track")!));
        Assert.Equal(entered, car.Presence.Zones.Single(zone => zone.Zone.Name == "track").Since);
        Assert.Equal(["lane"], car.Presence.StrictZones.Select(zone => zone.Name));
    }

    [Fact]
    public void Observe_OverTheBoundary_IsOutsideAsOfAZone()
    {
        car.At(247);
        Assert.Equal(ZoneState.Out, car.Presence.Outside);
        car.At(248.1);
        Assert.Equal(ZoneState.Uncertain, car.Presence.Outside);
        car.At(249);
        Assert.Equal(ZoneState.In, car.Presence.Outside);
        car.At(1_000, 20);
        Assert.Equal(ZoneState.In, car.Presence.Outside);
        Assert.Empty(car.Presence.Zones);
    }

    [Fact]
    public void Observe_MoreZonesThanAreKept_MarksTheVehicleAndCounts()
    {
        var map = new Map("many", null, null, [.. Enumerable.Range(0, 5).Select(i => TrackedCar.Zone($"z{i}", 0, 10 + i))], []);
        var tracker = new OccupancyTracker(map, new OccupancyOptions { MaximumZones = 3 });
        tracker.Observe(TrackedCar.Car, car.Next with { Time = Second, Place = new(5, 0) }, Second, []);
        Assert.Equal(3, tracker.Find(TrackedCar.Car)!.Zones.Count);
        Assert.Equal(VehicleDoubts.TooManyZones, tracker.Find(TrackedCar.Car)!.Doubts);
        Assert.Equal(1, tracker.Counts.TooManyZones);
    }

    [Fact]
    public void Observe_MoreVehiclesThanAreKept_RefusesUntilOneIsCleared()
    {
        var tracker = new OccupancyTracker(TrackedCar.Map, new OccupancyOptions { MaximumVehicles = 2 });
        FixVerdict Report(string name, long at) => tracker.Observe(new VehicleName("acme", name), car.Next with { Time = at }, at, []);
        Report("a", 1 * Second);
        Report("b", 2 * Second);
        Assert.Equal(FixVerdict.TooManyVehicles, Report("c", 3 * Second));
        tracker.Advance(10 * Second, []);
        Assert.Equal(FixVerdict.TooManyVehicles, Report("c", 10 * Second));
        Assert.True(tracker.Clear(new VehicleName("acme", "b"), "Ada", 10 * Second, []));
        Assert.Equal(FixVerdict.Taken, Report("c", 11 * Second));
        Assert.Equal(["a", "c"], tracker.Presences.Select(presence => presence.Vehicle.Vehicle).Order());
        Assert.Equal(2, tracker.Counts[FixVerdict.TooManyVehicles]);
    }

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(4, 11, 2)]
    [InlineData(4, 2, 5)]
    [InlineData(4, 2, double.NaN)]
    public void Describe_ImpossibleShape_IsRefused(double length, double width, double ahead) => Assert.Throws<ArgumentException>(
        () => car.Tracker.Describe(TrackedCar.Car, new VehicleDescription(null, new VehicleShape(length, width, ahead)), 0, []));

    [Fact]
    public void Describe_MoreVehiclesThanAreKept_CountsAndKeepsThoseItHas()
    {
        var tracker = new OccupancyTracker(TrackedCar.Map, new OccupancyOptions { MaximumVehicles = 1 });
        tracker.Describe(TrackedCar.Car, new VehicleDescription("car", VehicleShape.Default), 0, []);
        tracker.Describe(new VehicleName("acme", "other"), new VehicleDescription("car", VehicleShape.Default), 0, []);
        tracker.Describe(TrackedCar.Car, new VehicleDescription("truck", VehicleShape.Default), 0, []);
        tracker.Observe(TrackedCar.Car, car.Next with { Time = Second }, Second, []);
        Assert.Equal((1, "truck"), (tracker.Counts.TooManyDescriptions, tracker.Find(TrackedCar.Car)!.Description.Kind));
    }

    [Fact]
    public void Describe_AnotherShape_HoldsFromTheNextFix()
    {
        car.At(-5);
        car.Tracker.Describe(TrackedCar.Car, new VehicleDescription("truck", new VehicleShape(12, 2.5, 6)), car.Now, car.Changes);
        Assert.Equal(("truck", ""), (car.Changes[^1].Presence.Description.Kind, car.Zones));
        car.At(-5);
        Assert.Equal("lane In", car.Zones);
    }
}
