using AutoValley.Storage.Site;

namespace AutoValley.Storage.Tests.Site;

public sealed class AlarmTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private SiteDatabase site;

    public AlarmTableTests()
    {
        site = SiteDatabase.Open(folder.Path);
        Put(Alarm(1, kind: 6, state: 1) with { Vehicle = "acme/car", Zone = "lane", Organisations = ["acme"], Value = 83.5, Limit = 50, IsHolding = true, Since = 5, RaisedAt = 6, TimesRaised = 1 }, 1);
        Put(Alarm(2, kind: 9, state: 1) with { Vehicle = "acme/bus", Other = "beta/car", Organisations = ["acme", "beta"] }, 2);
        Put(Alarm(3, kind: 6, state: 6) with { Vehicle = "acme0/car", Zone = "pad", Organisations = ["acme0"] }, 3);
    }

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Find_AfterReopening_AsItWasStored()
    {
        Put(Alarm(1, kind: 6, state: 5) with
        {
            Vehicle = "acme/car", Zone = "lane", Organisations = ["acme"], Value = 83.5, Limit = 50, IsHolding = true, Since = 5, RaisedAt = 6, TimesRaised = 1,
            ShelvedUntil = 99, ShelvedBy = "Erika", ShelvedFor = "works", Worst = 97.5, Latest = 60,
        }, 4);
        site.Dispose();
        site = SiteDatabase.Open(folder.Path);
        var alarm = site.Alarms.Find(new AlarmQuestion())[^1];
        Assert.Equal((1L, 6, 2, 5, true, "lane", "acme/car", null), (alarm.Id, alarm.Kind, alarm.Severity, alarm.State, alarm.IsHolding, alarm.Zone, alarm.Vehicle, alarm.Other));
        Assert.Equal((5L, 6L, 1, 83.5, 50.0), (alarm.Since, alarm.RaisedAt, alarm.TimesRaised, alarm.Value!.Value, alarm.Limit!.Value));
        Assert.Equal((97.5, 60.0), (alarm.Worst!.Value, alarm.Latest!.Value));
        Assert.Equal((99L, "Erika", "works"), (alarm.ShelvedUntil!.Value, alarm.ShelvedBy, alarm.ShelvedFor));
        Assert.Equal(["acme"], alarm.Organisations);
        Assert.Equal([Step(1, 1, 1), Step(4, 1, 5)], alarm.Transitions);
        Assert.Equal((4L, 3L), (site.Alarms.Version, site.Alarms.LastId));
    }

    [Fact]
    public void Find_EachCondition_LeavesOutTheOthers()
    {
        Assert.Equal([3L, 2, 1], Ids(new AlarmQuestion()));
        Assert.Equal([2L, 1], Ids(new AlarmQuestion { OpenOnly = true }));
        Assert.Equal([3L], Ids(new AlarmQuestion { ClosedOnly = true }));
        Assert.Equal([3L, 1], Ids(new AlarmQuestion { Kinds = [6, 7] }));
        Assert.Equal([1L], Ids(new AlarmQuestion { Zone = "lane" }));
        Assert.Equal([2L], Ids(new AlarmQuestion { Vehicle = "beta/car" }));
        Assert.Equal([2L, 1], Ids(new AlarmQuestion { Organisation = "acme" }));
        Assert.Equal([2L], Ids(new AlarmQuestion { Organisation = "beta" }));
        Assert.Equal([1L], Ids(new AlarmQuestion { Before = 2 }));
        Assert.Equal([3L, 2], Ids(new AlarmQuestion { Limit = 2 }));
    }

    [Fact]
    public void Put_VersionThatIsThere_NothingOfItIsStored()
    {
        Assert.Throws<StoreUnavailableException>(() => site.Alarms.Put([(Alarm(4, 6, 1), Step(4, 4, 1)), (Alarm(5, 6, 1), Step(1, 5, 1))]));
        Assert.Equal((3L, 3L), (site.Alarms.Version, site.Alarms.LastId));
    }

    private static StoredAlarm Alarm(long id, int kind, int state) => new(id, kind, 2, state);

    private static StoredAlarmTransition Step(long version, long alarm, int state) => new(version, alarm, 1, state, 10 * version, "Erika", "seen");

    private IEnumerable<long> Ids(AlarmQuestion question) => site.Alarms.Find(question).Select(alarm => alarm.Id);

    private void Put(StoredAlarm alarm, long version) => site.Alarms.Put([(alarm, Step(version, alarm.Id, alarm.State))]);
}
