using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Site.Tests.Occupancy;

public sealed class VisitJudgeTests
{
    private const long Second = 1_000_000_000;

    private static readonly VehicleName Car = TrackedCar.Car;
    private static readonly ZoneIndex Index = TrackedCar.Map.Index;

    private readonly VisitJudge judge = new(Car, Index);
    private readonly List<Visit> visits = [];

    [Fact]
    public void Observe_ThroughTwoZones_EntersAndLeavesAtTheFixesWhereItChanged()
    {
        Drive((1, -5), (2, 0), (3, 50), (4, 100), (5, 199.9), (6, 200));
        Assert.Equal([new Visit(Car, "lane", 2 * Second, 4 * Second, 2), new Visit(Car, "track", 4 * Second, 6 * Second, 2)], visits);
        Assert.Equal((6 * Second, 0), (judge.State.LastTime, judge.State.Open.Count));
    }

    [Theory]
    [InlineData(10, false, 2)]
    [InlineData(10.000_000_001, true, 1)]
    public void Observe_AfterAGap_EndsTheVisitAtItsLastFix(double seconds, bool isGap, long samples)
    {
        Drive((2, 50), (2 + seconds, 51));
        Assert.Equal(isGap ? [new Visit(Car, "lane", 2 * Second, 2 * Second, 1)] : [], visits);
        Assert.Equal(samples, judge.State.Open.Single().Samples);
    }

    [Fact]
    public void Observe_NotNewerOrNoPlace_IsNotJudged()
    {
        Drive((2, 50));
        Assert.False(judge.Observe(Fix(2, 150), false, visits));
        Assert.False(judge.Observe(Fix(1, 150), false, visits));
        Assert.False(judge.Observe(Fix(3, double.NaN), false, visits));
        Assert.Equal([new Visit(Car, "lane", 2 * Second, null, 1)], judge.State.Open);
    }

    [Fact]
    public void Observe_LateFix_MarksTheVisitsItIsPartOfOrEnds()
    {
        Drive((1, 50));
        judge.Observe(Fix(2, 150), isLate: true, visits);
        Drive((3, 250));
        Assert.Equal([("lane", true), ("track", true)], visits.Select(visit => (visit.Zone, visit.IsLate)));
        Drive((4, 50), (5, 250));
        Assert.False(visits[^1].IsLate);
    }

    [Fact]
    public void State_GivenToANewJudge_GoesOn()
    {
        Drive((1, 50), (2, 51));
        var next = new VisitJudge(Car, Index, null, judge.State);
        next.Observe(Fix(3, 52), false, visits);
        next.Observe(Fix(4, 250), false, visits);
        Assert.Equal([new Visit(Car, "lane", Second, 4 * Second, 3)], visits);

        // In no zone at once.
        visits.Clear();
        new VisitJudge(Car, Index, null, judge.State).Observe(Fix(3, 300), false, visits);
        Assert.Equal([new Visit(Car, "lane", Second, 3 * Second, 2)], visits);
    }

    [Fact]
    public void Rejudge_LateFixInTheMiddle_SplitsTheVisitAndMarksBoth()
    {
        Drive((1, 50), (2, 51), (4, 53), (5, 250));
        var span = VisitRecord.Widen(new RecordSpan(3 * Second, 3 * Second), visits, new VisitOptions());
        Assert.Equal(new RecordSpan(Second, 15 * Second), span);
        var again = VisitRecord.Rejudge(Car, Index, new VisitOptions(), [Fix(1, 50), Fix(2, 51), Fix(3, 150), Fix(4, 53), Fix(5, 250)], visits);
        Assert.Equal(visits, again.Removed);
        Assert.Equal(
            ["lane 1 3 2", "track 3 4 1", "lane 4 5 1"], again.Added.Select(visit => $"{visit.Zone} {visit.Enter / Second} {visit.Leave / Second} {visit.Samples}"));
        Assert.All(again.Added, visit => Assert.True(visit.IsLate));
    }

    [Fact]
    public void Rejudge_LateFixesInAnyOrder_EqualsJudgingEverythingInOrder() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var (made, random) = (new MadeZones(seed), new Random(seed));
            var index = new ZoneIndex(made.Zones(8, false));
            var options = new VisitOptions { Gap = TimeSpan.FromSeconds(random.Next(3) + 0.5) };
            var drive = new MadeDrive(seed);
            var all = Enumerable.Range(0, 200).Select(_ => drive.Next()).ToList();
            var late = random.Next(2) == 0 ? all.FindAll(_ => random.Next(4) == 0) : all.GetRange(random.Next(100), random.Next(1, 60));
            var stored = new SortedDictionary<long, VehicleFix>();
            var record = new List<Visit>();
            var judge = new VisitJudge(Car, index, options);
            foreach (var fix in all.Except(late))
            {
                stored.Add(fix.Time, fix);
                Assert.True(judge.Observe(fix, false, record));
            }
            foreach (var batch in late.Chunk(random.Next(1, 20)).OrderBy(_ => random.Next()))
                judge = Mend(index, options, stored, record, judge, batch);

            var whole = new List<Visit>();
            var lastTime = JudgeAll(index, options, all, whole);
            Assert.Equal(Sorted(whole), Sorted([.. record, .. judge.State.Open]));
            Assert.Equal(lastTime, judge.State.LastTime);
            if (late.Count == 0)
                Assert.DoesNotContain(record, visit => visit.IsLate);
        }).QuickCheckThrowOnFailure();

    // What a server does with a batch of late fixes.
    private static VisitJudge Mend(
        ZoneIndex index, VisitOptions options, SortedDictionary<long, VehicleFix> stored, List<Visit> record, VisitJudge judge, VehicleFix[] batch)
    {
        foreach (var fix in batch)
            stored.Add(fix.Time, fix);
        var older = batch.Where(fix => fix.Time <= judge.State.LastTime).ToList();
        if (older.Count > 0)
        {
            Visit[] known = [.. record, .. judge.State.Open];
            var span = VisitRecord.Widen(new RecordSpan(older[0].Time, older[^1].Time), known, options);
            bool IsIn(long time) => time >= span.From && time <= span.To;
            var touched = known.Where(visit => IsIn(visit.Enter)).ToList();
            var again = VisitRecord.Rejudge(
                Car, index, options, stored.Values.Where(fix => IsIn(fix.Time) && (fix.Time <= judge.State.LastTime)), touched);
            record.RemoveAll(again.Removed.Contains);
            record.AddRange(again.Added.Where(visit => visit.Leave is not null));
            if (touched.Exists(visit => visit.Leave is null))
                judge = new VisitJudge(Car, index, options, again.State);
        }
        foreach (var fix in batch.Where(fix => fix.Time > judge.State.LastTime))
            judge.Observe(fix, true, record);
        return judge;
    }

    private static long JudgeAll(ZoneIndex index, VisitOptions options, List<VehicleFix> all, List<Visit> visits)
    {
        var whole = new VisitJudge(Car, index, options);
        foreach (var fix in all)
            whole.Observe(fix, false, visits);
        visits.AddRange(whole.State.Open);
        return whole.State.LastTime;
    }

    private static List<Visit> Sorted(List<Visit> visits) =>
        [.. visits.Select(visit => visit with { IsLate = false }).OrderBy(visit => visit.Enter).ThenBy(visit => visit.Zone, StringComparer.Ordinal)];

    private static VehicleFix Fix(double seconds, double east) => new((long)Math.Round(seconds * Second), new LocalPosition(east, 0));

    private void Drive(params (double Seconds, double East)[] fixes)
    {
        foreach (var (seconds, east) in fixes)
            Assert.True(judge.Observe(Fix(seconds, east), false, visits));
    }
}
