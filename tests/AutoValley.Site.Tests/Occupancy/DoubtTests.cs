using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>Silence, late and absurd fixes, clocks and receivers that are off.</summary>
public sealed class DoubtTests
{
    private const long Second = TrackedCar.Second;

    private readonly TrackedCar car = new();

    [Fact]
    public void Advance_SilentForTheLimit_IsStaleNotANanosecondEarlierAndKeepsItsZones()
    {
        car.At(50);
        car.Tracker.Advance(car.Now + (5 * Second) - 1, car.Changes);
        Assert.False(car.Presence.IsStale);
        car.Tracker.Advance(car.Now + (5 * Second), car.Changes);
        Assert.Equal((true, car.Now + (5 * Second), "lane In"), (car.Presence.IsStale, car.Presence.StaleSince, car.Zones));
        car.Tracker.Advance(car.Now + (86_400 * Second), car.Changes);
        Assert.Equal((2, "lane In"), (car.Changes.Count, car.Zones));
    }

    [Fact]
    public void Observe_AfterSilence_IsStaleNoMoreAndLeavesByTheDwell()
    {
        car.At(50);
        car.Tracker.Advance(car.Now + (60 * Second), car.Changes);
        car.At(150, 61);
        Assert.Equal((false, "lane Uncertain, track In"), (car.Presence.IsStale, car.Zones));
        car.At(150, 1);
        Assert.Equal("track In", car.Zones);
    }

    [Fact]
    public void Clear_StaleVehicle_HasNoZonesUntilItReports()
    {
        car.At(50);
        Assert.False(car.Tracker.Clear(TrackedCar.Car, "Ada", car.Now, car.Changes));
        car.Tracker.Advance(car.Now + (60 * Second), car.Changes);
        Assert.True(car.Tracker.Clear(TrackedCar.Car, "Ada", car.Now + (61 * Second), car.Changes));
        Assert.False(car.Tracker.Clear(TrackedCar.Car, "Ada", car.Now + (62 * Second), car.Changes));
        Assert.Equal((false, ""), (car.Presence.IsStale, car.Zones));
        Assert.Equal(new Clearance("Ada", car.Now + (61 * Second)), car.Changes[^1].Presence.Cleared);
        Assert.Equal([new ZoneChange(TrackedCar.Map.Find("lane")!, ZoneState.In, ZoneState.Out)], car.Changes[^1].Zones);

        // What lay in the vehicle's spool says nothing of now.
        Assert.Equal(FixVerdict.Late, car.Report(car.Next with { Time = car.Now + Second, Place = new(60, 0) }, car.Now + (62 * Second)));
        Assert.Equal("", car.Zones);
        car.At(50, 63);
        Assert.Equal((null, "lane In"), (car.Presence.Cleared, car.Zones));
    }

    [Fact]
    public void Clear_UnknownVehicle_IsNot() => Assert.False(car.Tracker.Clear(new("acme", "nobody"), "Ada", 0, []));

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void Observe_NotNewerThanTheNewest_ChangesNothingAndIsCounted(long afterNewest)
    {
        car.At(50);
        Assert.Equal(FixVerdict.Late, car.Report(car.Next with { Time = car.Now + afterNewest, Place = new(150, 0) }, car.Now + Second));
        Assert.Equal(("lane In", 1), (car.Zones, car.Presence.LateFixes));
        Assert.Equal((1, 1), (car.Changes.Count, car.Tracker.Counts[FixVerdict.Late]));
        // Nor does it break the silence.
        car.Tracker.Advance(car.Now + (5 * Second), car.Changes);
        Assert.True(car.Presence.IsStale);
    }

    [Fact]
    public void Observe_OlderOnArrivalThanTheLimit_ChangesNothing()
    {
        car.At(50);
        var fix = car.Next with { Time = car.Now + Second, Place = new(150, 0) };
        Assert.Equal(FixVerdict.Late, car.Report(fix, fix.Time + (5 * Second) + 1));
        Assert.Equal("lane In", car.Zones);
        Assert.Equal(FixVerdict.Taken, car.Report(fix, fix.Time + (5 * Second)));
        Assert.Equal("lane Uncertain, track In", car.Zones);
    }

    [Fact]
    public void Observe_LateFixesAlone_ShowAStaleVehicleInDoubtThatMoves()
    {
        var now = car.Now;
        Assert.Equal(FixVerdict.Late, Late(50, 0));
        Assert.Equal((now - Second, true, true, "lane Uncertain"), (car.Presence.StaleSince, car.Presence.IsStale, car.Presence.IsClockBad, car.Zones));
        Assert.Equal(FixVerdict.Late, Late(150, 4));
        Assert.Equal(FixVerdict.Late, Late(50, 3));
        car.Restart();
        Assert.Equal(FixVerdict.Late, Late(151, 6));
        Assert.Equal((true, 4, "track Uncertain"), (car.Presence.IsStale, car.Presence.LateFixes, car.Zones));

        car.At(152, 7);
        Assert.Equal((false, false, "track In"), (car.Presence.IsStale, car.Presence.IsClockBad, car.Zones));
        Assert.Equal(FixVerdict.Late, Late(50, 6.5));
        Assert.Equal("track In", car.Zones);

        FixVerdict Late(double east, double after) =>
            car.Report(car.Next with { Time = now + (long)((after - 6) * Second), Place = new(east, 0) }, now + (long)(after * Second));
    }

    [Fact]
    public void Advance_ClockSetBack_CountsSilenceFromThere()
    {
        car.At(50);
        var back = car.Now - (3_600 * Second);
        car.Tracker.Advance(back, car.Changes);
        Assert.False(car.Presence.IsStale);
        car.Tracker.Advance(back + (5 * Second) - 1, car.Changes);
        Assert.False(car.Presence.IsStale);
        car.Tracker.Advance(back + (5 * Second), car.Changes);
        Assert.True(car.Presence.IsStale);
    }

    [Fact]
    public void Observe_ClockErrorBeyondTheLimit_IsUncertainInAllItIsInOrNear()
    {
        car.At(85);
        car.Next = car.Next with { ClockError = Second / 2 };
        car.At(87.9);
        Assert.Equal((false, "lane In"), (car.Presence.IsClockBad, car.Zones));
        car.Next = car.Next with { ClockError = (Second / 2) + 1 };
        car.At(87.9);
        Assert.Equal((true, "lane Uncertain"), (car.Presence.IsClockBad, car.Zones));
        car.At(88.1);
        Assert.Equal("lane Uncertain, track Uncertain", car.Zones);
        car.Next = car.Next with { ClockError = 0 };
        car.At(88.1);
        Assert.Equal((false, "lane In, track Uncertain"), (car.Presence.IsClockBad, car.Zones));
        car.At(88.1, 1);
        Assert.Equal("lane In", car.Zones);
    }

    [Fact]
    public void Observe_FromTheFuture_PutsTheClockInDoubtAndHidesNoLaterFix()
    {
        car.At(50);
        var (now, hour) = (car.Now, 3_600 * Second);
        Assert.Equal(FixVerdict.Taken, car.Report(car.Next with { Time = now + (2 * Second), Place = new(51, 0) }, now + Second));
        Assert.False(car.Presence.IsClockBad);
        Assert.Equal(FixVerdict.Taken, car.Report(car.Next with { Time = now + hour, Place = new(52, 0) }, now + (2 * Second)));
        Assert.Equal((true, "lane Uncertain"), (car.Presence.IsClockBad, car.Zones));
        Assert.Equal(FixVerdict.Late, car.Report(car.Next with { Time = now + hour, Place = new(53, 0) }, now + (2 * Second)));

        // The clock is set right; what is older than the newest sane fix is late still.
        Assert.Equal(FixVerdict.Late, car.Report(car.Next with { Time = now + (2 * Second), Place = new(53, 0) }, now + (3 * Second)));
        Assert.Equal(FixVerdict.Taken, car.Report(car.Next with { Time = now + (3 * Second), Place = new(53, 0) }, now + (3 * Second)));
        Assert.Equal((false, "lane In"), (car.Presence.IsClockBad, car.Zones));
    }

    [Fact]
    public void Observe_AccuracyBeyondTheLimit_IsUncertain()
    {
        var other = new TrackedCar(new OccupancyOptions { AccuracyLimit = 5 });
        // The lane is 20 m wide: its middle is deep enough for both.
        other.Next = other.Next with { Accuracy = 5 };
        other.At(50);
        Assert.Equal((false, "lane In"), (other.Presence.IsAccuracyBad, other.Zones));
        other.Next = other.Next with { Accuracy = 5.01 };
        other.At(50);
        Assert.Equal((true, "lane Uncertain"), (other.Presence.IsAccuracyBad, other.Zones));
    }

    [Fact]
    public void Observe_AccuracyBeyondTheMaximumMargin_TakesTheVehicleOutOfNothing()
    {
        car.At(50);
        car.Next = car.Next with { Accuracy = double.PositiveInfinity };
        for (var i = 0; i < 30; i++)
            car.At(180, 10);
        Assert.Equal((true, "lane Uncertain, track Uncertain"), (car.Presence.IsAccuracyBad, car.Zones));
        car.Next = car.Next with { Accuracy = 1 };
        car.At(180);
        car.At(180, 1);
        Assert.Equal("track In", car.Zones);
    }

    [Theory]
    [InlineData(double.NaN, 0, FixVerdict.NotFinite)]
    [InlineData(0, double.PositiveInfinity, FixVerdict.NotFinite)]
    [InlineData(100_251, 0, FixVerdict.FarAway)]
    [InlineData(0, -100_041, FixVerdict.FarAway)]
    public void Observe_AbsurdPlace_IsRefusedAndCounted(double east, double north, FixVerdict verdict)
    {
        car.At(50);
        Assert.Equal(verdict, car.Report(car.Next with { Time = car.Now + Second, Place = new LocalPosition(east, north) }, car.Now + Second));
        Assert.Equal((1, 1, "lane In"), (car.Tracker.Counts[verdict], car.Tracker.Counts[FixVerdict.Taken], car.Zones));
    }

    [Fact]
    public void Observe_FasterThanAnyVehicle_IsAJumpUntilTheNextFixFitsToIt()
    {
        car.At(10);
        // In 0.1 s 11.1 m by speed, and 20 m of allowance.
        Assert.Equal(FixVerdict.Taken, car.At(41));
        Assert.Equal(FixVerdict.Jump, car.At(150));
        Assert.Equal(("lane In", 41.0), (car.Zones, car.Presence.Fix.Place.East));
        Assert.Equal(FixVerdict.Taken, car.At(42));
        Assert.Equal(FixVerdict.Jump, car.At(150));
        Assert.Equal(FixVerdict.Taken, car.At(151));
        Assert.Equal("lane Uncertain, track In", car.Zones);
    }

    [Fact]
    public void Restore_InTheMiddleOfDwellAndSilence_GoesOn()
    {
        car.At(98.4);
        car.At(97.4);
        car.Restart();
        car.At(97.4, 1);
        Assert.Equal("lane In", car.Zones);
        car.Tracker.Advance(car.Now + (5 * Second), []);
        car.Restart();
        Assert.Equal((true, "lane In", 3), (car.Presence.IsStale, car.Zones, car.Tracker.Version));
    }

    [Fact]
    public void Restore_BytesCutOrOfAnotherMap_AreRefused()
    {
        car.At(50);
        var snapshot = car.Tracker.Snapshot();
        for (var length = 0; length < snapshot.Length; length++)
            Assert.Throws<InvalidDataException>(() => OccupancyTracker.Restore(TrackedCar.Map, null, snapshot.AsMemory(0, length)));
        var other = new Map("other", null, null, [TrackedCar.Zone("track", 0, 1)], []);
        Assert.Throws<InvalidDataException>(() => OccupancyTracker.Restore(other, null, snapshot));
    }

    [Fact]
    public void ChangeMap_ZonesOfTheSameName_AreGoneOnWithAndLostOnesLeft()
    {
        car.At(100);
        var next = new Map("next", null, null, [TrackedCar.Zone("track", 150, 200), TrackedCar.Zone("pad", 99, 120)], []);
        car.Tracker.ChangeMap(next, car.Now, car.Changes);
        Assert.Equal("track Uncertain, pad In", car.Zones);
        Assert.Equal(
            ["lane In Out", "track In Uncertain", "pad Out In"],
            car.Changes[^1].Zones.Select(change => $"{change.Zone.Name} {change.From} {change.To}"));
        Assert.Same(next, car.Tracker.Map);
        car.At(100, 1);
        Assert.Equal("pad In", car.Zones);
    }

    [Fact]
    public void ChangeMap_AnotherOrigin_KeepsVehiclesWhereTheyAreOnTheEarth()
    {
        Map Placed(double latitude) => new(
            "placed", new LocalProjection(new Position(latitude, 12)), null, [TrackedCar.Zone("lane", 0, 100)], []);
        var tracker = new OccupancyTracker(Placed(57));
        tracker.Observe(TrackedCar.Car, car.Next with { Time = Second, Place = new(50, 0) }, Second, []);
        tracker.ChangeMap(Placed(57.001), Second, []);
        Assert.Equal(-111.4, tracker.Find(TrackedCar.Car)!.Fix.Place.North, 0.1);
        Assert.Equal(ZoneState.Uncertain, tracker.Find(TrackedCar.Car)!.Zones.Single().State);
    }
}
