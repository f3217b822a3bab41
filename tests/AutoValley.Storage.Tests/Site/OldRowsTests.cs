using AutoValley.Storage.Site;

namespace AutoValley.Storage.Tests.Site;

/// <summary>Rows that are to go, and those beside them that are not.</summary>
public sealed class OldRowsTests : IDisposable
{
    private const long Day = 86_400_000_000_000;

    private readonly TemporaryFolder folder = new();
    private readonly SiteDatabase site;

    public OldRowsTests() => site = SiteDatabase.Open(folder.Path);

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void RemoveEndedBefore_Visits_TakesThoseThatEndedThenOfAnyLength()
    {
        site.Maps.Add(
            new StoredMap { Sha256 = new byte[1], Bytes = 1, Name = "", File = "", Format = "", Zones = 1, Routes = 0, IsPlaced = true, Person = "", Time = 0 }, new byte[1]);
        site.Visits.Put(
        [
            Visit("goes on", 0, null), Visit("short", 1, 2), Visit("hours", 2, Day / 4), Visit("days", 3, 3 * Day), Visit("over the time", 4, (4 * Day) + 1), Visit("to the time", 5, 4 * Day),
            Visit("later", 5 * Day, 6 * Day),
        ]);
        Assert.Equal((2, 1, 0), (site.Visits.RemoveEndedBefore(4 * Day, 2), site.Visits.RemoveEndedBefore(4 * Day, 2), site.Visits.RemoveEndedBefore(4 * Day, 2)));
        Assert.Equal(["goes on", "over the time", "to the time", "later"], site.Visits.Find(new VisitQuestion()).Select(visit => visit.Zone));
    }

    [Fact]
    public void RemoveClosedBefore_Alarms_TakesThemWithAllOfTheirsAndNoNumberIsGivenTwice()
    {
        site.Alarms.Put([Alarm(1, 10, StoredAlarm.Closed, 20), Alarm(2, 10, 1, 20), Alarm(3, 10, StoredAlarm.Closed, 60), Alarm(4, 10, StoredAlarm.Closed, 20), Alarm(5, 10, StoredAlarm.Closed, 20)]);
        Assert.Equal((2, 0), (site.Alarms.RemoveClosedBefore(50, 10), site.Alarms.RemoveClosedBefore(50, 10)));
        var left = site.Alarms.Find(new AlarmQuestion { Organisation = "acme" });
        Assert.Equal([5L, 3, 2], left.Select(alarm => alarm.Id));
        Assert.All(left, alarm => Assert.Single(alarm.Transitions));
        Assert.Equal((5L, 5L), (site.Alarms.LastId, site.Alarms.Version));
    }

    [Fact]
    public void RemoveBefore_Audit_TakesTheOldestAndGivesNoIdAgain()
    {
        for (var time = 0; time < 5; time++)
            site.Audit.Add(new AuditEntry(0, time, "Ann", "clear vehicle", "acme/car", ""));
        Assert.Equal((2, 1, 0), (site.Audit.RemoveBefore(3, 2), site.Audit.RemoveBefore(3, 2), site.Audit.RemoveBefore(3, 2)));
        Assert.Equal([5L, 4], site.Audit.Newest(long.MaxValue, "", 10).Select(entry => entry.Id));
        Assert.Equal(2, site.Audit.RemoveBefore(100, 10));
        Assert.Equal(6, site.Audit.Add(new AuditEntry(0, 9, "Ann", "clear vehicle", "acme/car", "")).Id);
    }

    private static StoredVisit Visit(string zone, long enter, long? leave) => new("acme/car", zone, enter, leave ?? enter, leave, 3, false, 1);

    private static (StoredAlarm, StoredAlarmTransition) Alarm(long id, long raisedAt, int state, long time) =>
        (new StoredAlarm(id, 1, 1, state) { RaisedAt = raisedAt, Organisations = ["acme", "beta"] }, new StoredAlarmTransition(id, id, 1, state, time, "", ""));
}
