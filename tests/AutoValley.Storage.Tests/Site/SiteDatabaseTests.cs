using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Tests.Site;

public sealed class SiteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private SiteDatabase site;

    public SiteDatabaseTests() => site = SiteDatabase.Open(folder.Path);

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Maps_SameBytesTwice_AreOneVersion()
    {
        var (first, isNew) = site.Maps.Add(Map(1, "Ann"), new byte[] { 1, 2 });
        Assert.Equal((1, true), (first.Version, isNew));
        var (again, isNewAgain) = site.Maps.Add(Map(1, "Ben"), new byte[] { 1, 2 });
        Assert.Equal((1, "Ann", false), (again.Version, again.Person, isNewAgain));
        // Placed elsewhere it is another map.
        Assert.Equal((2, true), (site.Maps.Add(Map(1, "Ben") with { GeoReference = "+proj=utm" }, new byte[] { 1, 2 }) is var (map, fresh) ? (map.Version, fresh) : default));
        Reopen();
        Assert.Equal([2, 1], site.Maps.All.Select(one => one.Version));
        Assert.Equal(new byte[] { 1, 2 }, site.Maps.Content(1));
        Assert.Equal(["left out", "and this"], site.Maps.Find(1)!.Remarks);
        Assert.Equal(2, site.Maps.Find(1)!.Bytes);
        Assert.Null(site.Maps.Find(3));
    }

    [Fact]
    public void Activate_AnotherVersion_TakesItsPlace()
    {
        Assert.Equal(0, site.Maps.Active);
        site.Maps.Add(Map(1, "Ann"), new byte[] { 1 });
        site.Maps.Add(Map(2, "Ann"), new byte[] { 2 });
        site.Maps.Activate(1, 10);
        site.Maps.Activate(2, 20);
        Reopen();
        Assert.Equal(2, site.Maps.Active);
        Assert.Equal([(1, 10L), (2, 20L)], site.Maps.Activations);
    }

    [Fact]
    public void Open_DatabaseOfVersion2_IsBroughtAlongWithAllThatItHas()
    {
        site.Alarms.Put([(new StoredAlarm(7, 6, 2, 1) { Vehicle = "acme/car", Value = 83 }, new StoredAlarmTransition(3, 7, 1, 1, 5, "", ""))]);
        MakeOlder(2, "ALTER TABLE alarm DROP COLUMN worst; ALTER TABLE alarm DROP COLUMN latest; DROP TABLE retention");
        var before = Assert.Single(site.Alarms.Find(new AlarmQuestion()));
        Assert.Equal((7L, "acme/car", 83.0, null, null), (before.Id, before.Vehicle, before.Value!.Value, before.Worst, before.Latest));
        site.Alarms.Put([(before with { Worst = 97, Latest = 60 }, new StoredAlarmTransition(4, 7, 2, 2, 6, "", ""))]);
        Reopen();
        site.Retention.Note(RetentionTable.Visits, 5);
        Assert.Equal((97.0, 60.0), Assert.Single(site.Alarms.Find(new AlarmQuestion())) is var after ? (after.Worst!.Value, after.Latest!.Value) : default);
    }

    [Fact]
    public void Retention_NotedAgain_KeepsTheLaterTimeOfItsKind()
    {
        Assert.Null(site.Retention.KeptFrom(RetentionTable.Visits));
        foreach (var time in new[] { 7, 9, 8 })
            site.Retention.Note(RetentionTable.Visits, time);
        site.Retention.Note("audit", 20);
        Reopen();
        Assert.Equal(9, site.Retention.KeptFrom(RetentionTable.Visits));
    }

    [Fact]
    public void Open_DatabaseOfVersion1_IsRefused() =>
        Assert.EndsWith("schema version 1 is of an older program; this one reads 2 to 4", Assert.Throws<StoreException>(() => MakeOlder(1, "")).Message, StringComparison.Ordinal);

    [Fact]
    public void InTransaction_ThatFails_LeavesNothing()
    {
        Assert.Throws<InvalidOperationException>(() => site.InTransaction<bool>(() =>
        {
            site.Audit.Add(new AuditEntry(0, 1, "Ann", "import map", "map 1", ""));
            site.Checkpoints.Save(5, new byte[] { 1 });
            throw new InvalidOperationException();
        }));
        Assert.Empty(site.Audit.Newest(long.MaxValue, "", 10));
        Assert.Null(site.Checkpoints.Load());
    }

    [Fact]
    public void Checkpoint_Newer_TakesThePlaceOfTheOlder()
    {
        site.Checkpoints.Save(5, new byte[] { 1 });
        site.Checkpoints.Save(7, new byte[] { 2, 3 });
        Reopen();
        var (position, state) = site.Checkpoints.Load()!.Value;
        Assert.Equal(7, position);
        Assert.Equal(new byte[] { 2, 3 }, state);
    }

    [Fact]
    public void Audit_Newest_IsFirstAndBySubject()
    {
        foreach (var (time, subject) in new[] { (1, "map 1"), (2, "acme/car"), (3, "map 1") })
            site.Audit.Add(new AuditEntry(0, time, "Ann", "did", subject, "why"));
        Assert.Equal([3L, 2L, 1L], site.Audit.Newest(long.MaxValue, "", 10).Select(entry => entry.Time));
        Assert.Equal([3L, 1L], site.Audit.Newest(long.MaxValue, "map 1", 10).Select(entry => entry.Time));
        Assert.Equal([2L], site.Audit.Newest(3, "", 1).Select(entry => entry.Time));
    }

    [Fact]
    public void Vehicles_SaidAgain_AreReplaced()
    {
        var name = new VehicleName("acme", "car");
        site.Vehicles.Put(new SiteVehicle(name, "car", 4, 2, 2));
        site.Vehicles.Put(new SiteVehicle(name, "truck", 12, 2.5, 11));
        Reopen();
        Assert.Equal([new SiteVehicle(name, "truck", 12, 2.5, 11)], site.Vehicles.All);
    }

    private void MakeOlder(int version, string sql)
    {
        site.Dispose();
        using (var other = new SqliteConnection($"Data Source={Path.Combine(folder.Path, SiteDatabase.FileName)};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = $"{sql}; PRAGMA user_version = {version}";
            command.ExecuteNonQuery();
        }
        site = SiteDatabase.Open(folder.Path);
    }

    private void Reopen()
    {
        site.Dispose();
        site = SiteDatabase.Open(folder.Path);
    }

    private static StoredMap Map(byte hash, string person) => new()
    {
        Sha256 = new byte[] { hash }, Bytes = 2, Name = "Ground", File = "ground.geojson", Format = "GeoJSON", Zones = 1, Routes = 0, IsPlaced = true,
        Remarks = ["left out", "and this"], Person = person, Time = 7,
    };
}
