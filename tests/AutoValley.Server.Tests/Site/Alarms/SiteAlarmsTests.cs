using AutoValley.Server.Site.Alarms;
using AutoValley.Site;
using AutoValley.Site.Alarms;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AlarmState = AutoValley.Site.Alarms.AlarmState;
using static AutoValley.Server.Tests.Site.Alarms.AlarmsUnderTest;

namespace AutoValley.Server.Tests.Site.Alarms;

public sealed class SiteAlarmsTests : IDisposable
{
    private readonly AlarmsUnderTest site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void Judge_ConditionHolds_DurableToldAndWarned()
    {
        site.Judge(Driving("acme/truck", 80));
        var row = Assert.Single(site.Database.Alarms.Find(new AlarmQuestion()));
        Assert.Equal(("acme/truck", "lane", 80.0), (row.Vehicle, row.Zone, row.Value));
        Assert.Equal([AlarmState.Raised], site.Alarms.After(0).Alarms.Select(alarm => alarm.State));
        Assert.Equal([("acme/truck", "acme/truck drives 80 km/h in lane, where 50 are allowed", AlarmState.Raised)], site.Warnings.Told);
        site.Judge(Driving("acme/truck", 40));
        Assert.Equal(AlarmState.Cleared, site.Warnings.Told[^1].State);
    }

    [Fact]
    public void Judge_ConditionGoesOn_WarnsAgainEveryTenSecondsAndAfterARestart()
    {
        site.Judge(Driving("acme/truck", 80));
        site.Time.Advance(TimeSpan.FromSeconds(9.9));
        site.Judge(Driving("acme/truck", 80));
        Assert.Single(site.Warnings.Told);
        site.Time.Advance(TimeSpan.FromSeconds(0.1));
        site.Judge(Driving("acme/truck", 80));
        Assert.Equal([AlarmState.Raised, AlarmState.Raised], site.Warnings.Told.Select(told => told.State));
        site.Restart();
        site.Judge(Driving("acme/truck", 80));
        Assert.Equal(3, site.Warnings.Told.Count);
        site.Judge(Driving("acme/truck", 40));
        site.Time.Advance(TimeSpan.FromMinutes(1));
        site.Judge(Driving("acme/truck", 40));
        Assert.Equal(AlarmState.Cleared, site.Warnings.Told[^1].State);
        Assert.Equal(4, site.Warnings.Told.Count);
    }

    [Fact]
    public void Judge_PairOfTwoOrganisations_EachDriverHearsOfHisOwnAlone()
    {
        site.Judge(Driving("acme/truck", 40), Driving("beta/van", 40, east: 2.5));
        Assert.Equal(
            [("acme/truck", "acme/truck and another vehicle are too close to each other", AlarmState.Raised), ("beta/van", "beta/van and another vehicle are too close to each other", AlarmState.Raised)],
            site.Warnings.Told);
    }

    [Fact]
    public void Act_PutAside_TakenAwayFromTheDriverAndNotToldAgain()
    {
        site.Judge(Driving("acme/truck", 80));
        var by = Erika(site.Now);
        site.Alarms.Act(book => (book.Shelve(1, site.Now + 60_000_000_000, by, out var change), change), "shelve alarm", by);
        Assert.Equal(AlarmState.Shelved, site.Warnings.Told[^1].State);
        site.Time.Advance(TimeSpan.FromSeconds(20));
        site.Judge(Driving("acme/truck", 80));
        Assert.Equal(2, site.Warnings.Told.Count);
    }

    [Fact]
    public void Judge_CannotBeStored_NobodyIsToldUntilItCan()
    {
        site.Break(true);
        var next = site.Alarms.Next;
        site.Judge(Driving("acme/truck", 80));
        Assert.Equal((0L, 0, false), (site.Alarms.After(0).Version, site.Warnings.Told.Count, next.IsCompleted));
        Assert.Equal((0L, true), (site.Alarms.After(0).JudgedAt, site.Alarms.Status.IsFailing));
        site.Break(false);
        site.Judge(Driving("acme/truck", 80));
        Assert.Equal((1L, 1, true), (site.Alarms.After(0).Version, site.Warnings.Told.Count, next.IsCompleted));
        Assert.Equal((site.Now, false), (site.Alarms.After(0).JudgedAt, site.Alarms.Status.IsFailing));
        Assert.Equal([0, 0, 1, 0], site.Alarms.Status.Open);
    }

    [Fact]
    public void Judge_CannotBeStored_WarningsThatDriversHaveAreRenewed()
    {
        site.Judge(Driving("acme/truck", 80));
        site.Break(true);
        site.Time.Advance(TimeSpan.FromSeconds(10));
        site.Judge(Driving("acme/truck", 80), Driving("acme/bus", 80, north: 300));
        Assert.Equal(["acme/truck", "acme/truck"], site.Warnings.Told.Select(told => told.Vehicle));
    }

    [Fact]
    public void Act_CannotBeStored_NothingChanged()
    {
        site.Judge(Driving("acme/truck", 80));
        site.Break(true);
        Assert.Throws<StoreUnavailableException>(() => Acknowledge(1));
        Assert.Equal(AlarmState.Raised, site.Alarms.After(0).Alarms.Single().State);
        Assert.Empty(site.Database.Audit.Newest(long.MaxValue, "", 10));
        site.Break(false);
        Assert.Equal(AlarmOutcome.Done, Acknowledge(1));
        Assert.Equal(AlarmOutcome.WrongState, Acknowledge(1));
    }

    [Fact]
    public void Act_Person_IsInTheAudit()
    {
        site.Judge(Driving("acme/truck", 80));
        Acknowledge(1);
        var entry = Assert.Single(site.Database.Audit.Newest(long.MaxValue, "alarm 1", 10));
        Assert.Equal(("Erika", "acknowledge alarm", "seen", site.Now), (entry.Person, entry.Action, entry.Note, entry.Time));
    }

    [Fact]
    public void Restart_InTheMiddle_GoesOnWithTheSameAlarms()
    {
        site.Judge(Driving("acme/truck", 80), Driving("acme/bus", 80, north: 300));
        Acknowledge(1);
        site.Judge(Driving("acme/truck", 51), Driving("acme/bus", 40, north: 300));
        var before = site.Database.Alarms.Find(new AlarmQuestion());
        site.Restart();
        // 51 is over the limit and not over the margin: it goes on because it held before.
        site.Judge(Driving("acme/truck", 51), Driving("acme/bus", 40, north: 300));
        Assert.Equivalent(before, site.Database.Alarms.Find(new AlarmQuestion()), strict: true);
        site.Judge(Driving("acme/truck", 50), Driving("acme/bus", 80, north: 300));
        Assert.Equal([(2L, AlarmState.Raised), (1L, AlarmState.Closed)], site.Alarms.After(4).Alarms.Select(alarm => (alarm.Id, alarm.State)));
    }

    [Fact]
    public void After_ClosedOnesLeftMemory_WholeSnapshotForThoseWhoAreBehind()
    {
        for (var i = 1; i <= 4; i++)
        {
            site.Judge(Driving("acme/truck", 80));
            Acknowledge(i);
            site.Judge(Driving("acme/truck", 40));
        }
        site.Judge(Driving("acme/bus", 80));
        Assert.Equal((true, 1), (site.Alarms.After(1).IsSnapshot, site.Alarms.After(1).Alarms.Count));
        var news = site.Alarms.After(10);
        Assert.Equal((false, 13L), (news.IsSnapshot, news.Version));
        Assert.Equal([12L, 13L], news.Alarms.Select(alarm => alarm.Version));
        Assert.Equal(8, site.Database.Alarms.Find(new AlarmQuestion { ClosedOnly = true }).Count * 2);
    }

    private AlarmOutcome Acknowledge(long id)
    {
        var by = Erika(site.Now);
        return site.Alarms.Act(book => (book.Acknowledge(id, by, out var change), change), "acknowledge alarm", by).Outcome;
    }
}
