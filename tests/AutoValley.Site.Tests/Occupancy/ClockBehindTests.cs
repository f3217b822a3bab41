using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>Vehicles whose fixes come too late: by a clock that is behind, or by a spool that catches up.</summary>
public sealed class ClockBehindTests
{
    private const long Second = TrackedCar.Second;
    private const long Millisecond = Second / 1_000;

    private readonly TrackedCar car = new() { Next = new VehicleFix(0, new(50, 0), Heading: 90, Speed: 0, Accuracy: 0) };
    private readonly SiteRules rules = new(new RuleOptions());

    [Fact]
    public void Observe_LateByTheSameTimeForTheLimit_IsBehindNotABatchEarlier()
    {
        Batches(100, lag: 60 * Second);
        Assert.Equal((null, ""), (car.Presence.ClockBehind, Alarms()));
        Batches(1, lag: 60 * Second);
        Assert.Equal((60 * Second, "clock-bad acme/car"), (car.Presence.ClockBehind, Alarms()));
        Assert.Equal((true, true, "lane Uncertain"), (car.Presence.IsStale, car.Presence.IsClockBad, car.Zones));
        Assert.Equal(car.Tracker.Version, car.Changes[^1].Version);
        Assert.NotNull(car.Changes[^1].Presence.ClockBehind);
    }

    [Theory]
    [InlineData(5 * Second, false)]
    [InlineData((5 * Second) + Millisecond, true)]
    public void Observe_BehindByTheLateLimit_OnlyBeyondIt(long lag, bool isBehind)
    {
        Batches(101, lag);
        Assert.Equal((isBehind, isBehind), (car.Presence.ClockBehind is not null, car.Presence.IsLateOnly));
        Assert.Equal(isBehind ? "clock-bad acme/car" : "", Alarms());
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public void Observe_DelayVaries_SameTimeWithinTheTolerance(int milliseconds, bool isBehind)
    {
        for (var i = 0; i < 200; i++)
            Batches(1, lag: (60 * Second) + (i / 20 % 2 * milliseconds * Millisecond));
        Assert.Equal(isBehind, car.Presence.ClockBehind is not null);
    }

    [Theory]
    [InlineData(1.2)]
    [InlineData(5)]
    [InlineData(100)]
    public void Observe_SpoolCatchesUp_IsNot(double rate)
    {
        // An hour of silence; what was made meanwhile comes so many times as fast as it was made.
        var (start, begun) = (car.Now - (3_600 * Second), car.Now);
        for (var i = 0; i < 1_000; i++)
        {
            car.Now += 100 * Millisecond;
            car.Report(car.Next with { Time = Math.Min(car.Now, start + (long)((car.Now - begun) * rate)) }, car.Now);
            Assert.Equal((null, ""), (car.Presence.ClockBehind, Alarms()));
        }
    }

    [Fact]
    public void Observe_SpoolBesideLiveFixes_IsNot()
    {
        // Even one that comes no faster than it was made.
        for (var i = 0; i < 300; i++)
        {
            Batches(1, lag: 0);
            car.Report(car.Next with { Time = car.Now - (3_600 * Second) }, car.Now);
            Assert.Equal((null, ""), (car.Presence.ClockBehind, Alarms()));
        }
    }

    [Fact]
    public void Observe_SpoolBesideFixesOfAClockThatIsBehind_IsBehind()
    {
        for (var i = 0; i < 102; i++)
        {
            Batches(1, lag: 60 * Second);
            car.Report(car.Next with { Time = car.Now - (3_600 * Second) + (i * Second) }, car.Now + 1);
        }
        Assert.Equal("clock-bad acme/car", Alarms());
    }

    [Fact]
    public void Observe_ClockStepsBackWhileItReports_IsBehindUntilAFixInOrder()
    {
        Batches(10, lag: 0);
        Batches(102, lag: 3_600 * Second);
        car.Tracker.Advance(car.Now, car.Changes);
        Assert.Equal("clock-bad acme/car, silent acme/car", Alarms());

        // Another step does not set it right, nor does its silence, nor a restart.
        Batches(1, lag: 1_800 * Second);
        car.Restart();
        Batches(1, lag: 1_800 * Second);
        Assert.Equal(1_800 * Second, car.Presence.ClockBehind);
        car.Tracker.Advance(car.Now + (3_600 * Second), car.Changes);
        Assert.Contains("clock-bad", Alarms());
        Batches(1, lag: 0);
        Assert.Equal((null, false, ""), (car.Presence.ClockBehind, car.Presence.IsClockBad, Alarms()));
    }

    [Fact]
    public void Observe_LateButItsClockIsToldToBeGood_IsNot()
    {
        car.Next = car.Next with { ClockError = 500 * Millisecond };
        Batches(200, lag: 60 * Second);
        Assert.Equal("", Alarms());
        car.Next = car.Next with { ClockError = (500 * Millisecond) + 1 };
        Batches(102, lag: 60 * Second);
        Assert.Equal("clock-bad acme/car", Alarms());
    }

    [Fact]
    public void Observe_RecordingOfAnotherDay_IsNot()
    {
        car.Next = car.Next with { IsRecorded = true };
        Batches(200, lag: 86_400 * Second);
        Assert.Equal("", Alarms());
    }

    [Fact]
    public void Observe_ReportsWithGaps_AreJudgedFromTheLastGapOn()
    {
        Batches(90, lag: 60 * Second);
        car.Now += 5 * Second;
        Batches(90, lag: 60 * Second);
        Assert.Null(car.Presence.ClockBehind);
        Batches(12, lag: 60 * Second);
        Assert.NotNull(car.Presence.ClockBehind);
    }

    [Fact]
    public void Observe_BatchesOfASecond_OfEachTheNewestFixCounts()
    {
        for (var batch = 0; batch < 13; batch++)
        {
            car.Now += Second;
            for (var i = 10; i > 0; i--)
                car.Report(car.Next with { Time = car.Now - (60 * Second) - (i * 99 * Millisecond) }, car.Now);
        }
        Assert.NotNull(car.Presence.ClockBehind);
    }

    [Fact]
    public void Clear_VehicleWhoseClockIsBehind_NoAlarmUntilItIsHeard()
    {
        Batches(102, lag: 60 * Second);
        Assert.True(car.Tracker.Clear(TrackedCar.Car, "Ada", car.Now, car.Changes));
        Assert.Equal((null, false, ""), (car.Presence.ClockBehind, car.Presence.IsClockBad, Alarms()));
        Batches(1, lag: 60 * Second);
        Assert.Equal("clock-bad acme/car", Alarms());
    }

    [Fact]
    public void Restore_InTheMiddle_GoesOnAsWithout()
    {
        Batches(50, lag: 60 * Second);
        car.Restart();
        Batches(50, lag: 60 * Second);
        Assert.Null(car.Presence.ClockBehind);
        Batches(1, lag: 60 * Second);
        Assert.NotNull(car.Presence.ClockBehind);
    }

    [Fact]
    public void Restore_SnapshotOfBeforeLagsWereKept_IsReadAndLagsBeginWithTheNextFix()
    {
        Batches(5, lag: 0);
        var known = car.Presence;
        // Version 1 by its description: another mark, and neither lag (five longs) nor what the clock is behind by (a byte for none) after the order of fixes; what follows
        // is doubts, no silence, no clearing, and a zone by its name with state, time and no leaving.
        var (snapshot, behind) = (car.Tracker.Snapshot(), 4 + 1 + 1 + 4 + (1 + "lane".Length) + 1 + 8 + 1);
        byte[] older = [0x01, .. snapshot[1..^(behind + 41)], .. snapshot[^behind..]];
        Assert.Equal((0x02, 0), ((int)snapshot[0], (int)snapshot[^(behind + 1)]));
        car.Restore(older);
        Assert.Equal((known.Fix, "lane In", (long?)null), (car.Presence.Fix, car.Zones, car.Presence.ClockBehind));
        Batches(100, lag: 60 * Second);
        Assert.Null(car.Presence.ClockBehind);
        Batches(1, lag: 60 * Second);
        Assert.Equal(60 * Second, car.Presence.ClockBehind);
    }

    // Ten a second, of a fix each.
    private void Batches(int count, long lag)
    {
        for (var i = 0; i < count; i++)
        {
            car.Now += 100 * Millisecond;
            car.Report(car.Next with { Time = car.Now - lag }, car.Now);
        }
    }

    private string Alarms() =>
        string.Join(", ", rules.Judge(TrackedCar.Map, car.Tracker.Presences, [], car.Now).Select(condition => condition.Key.ToString()).Order());
}
