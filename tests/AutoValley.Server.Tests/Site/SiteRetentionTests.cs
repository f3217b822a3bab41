using AutoValley.Server.Maintenance;
using AutoValley.Server.Site;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Server.Tests.Site;

public sealed class SiteRetentionTests : IAsyncLifetime
{
    private readonly SiteUnderTest site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task Pass_VisitsOfOldDays_AreGoneCountedAndInTheAudit()
    {
        await site.ActivateAsync(MadeDrive.Map);
        var today = site.Now - (site.Now % UnixTime.NanosPerDay);
        site.Database.Visits.Put(Enumerable.Range(0, 5_000).Select(number => Visit(today - UnixTime.NanosPerDay - 10_000 + number)));
        site.Database.Visits.Put([Visit(today - UnixTime.NanosPerDay), Visit(today)]);
        var entries = site.Database.Audit.Newest(long.MaxValue, "", 100).Count;
        Retention(new RetentionOptions { VisitAge = TimeSpan.FromDays(1) }).Pass(CancellationToken.None);
        Assert.Equal(2, (await site.VisitsAsync()).Count);
        Assert.Equal(5_000, site.Counters.OldVisits);
        Assert.Equal(today - UnixTime.NanosPerDay, site.Database.Retention.KeptFrom(RetentionTable.Visits));
        // Each transaction with its entry.
        var told = site.Database.Audit.Newest(long.MaxValue, "visits", 100);
        Assert.Equal([1_000, 2_000, 2_000], told.Select(entry => int.Parse(entry.Note.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(told, entry => Assert.Equal(("retention", ""), (entry.Action, entry.Person)));
        Assert.Equal(entries + 3, site.Database.Audit.Newest(long.MaxValue, "", 100).Count);
    }

    [Fact]
    public async Task Pass_WithoutAges_KeepsAll()
    {
        await site.ActivateAsync(MadeDrive.Map);
        site.Database.Visits.Put([Visit(1)]);
        Retention(new RetentionOptions()).Pass(CancellationToken.None);
        Assert.Single(await site.VisitsAsync());
        Assert.Null(site.Database.Retention.KeptFrom(RetentionTable.Visits));
    }

    [Fact]
    public async Task Pass_DatabaseThatFails_IsTriedAgain()
    {
        await site.ActivateAsync(MadeDrive.Map);
        site.Database.Visits.Put([Visit(1)]);
        var retention = Retention(new RetentionOptions { VisitAge = TimeSpan.FromDays(1) });
        site.Break("ALTER TABLE visit RENAME TO lost");
        retention.Pass(CancellationToken.None);
        site.Break("ALTER TABLE lost RENAME TO visit");
        retention.Pass(CancellationToken.None);
        Assert.Empty(await site.VisitsAsync());
    }

    [Fact]
    public async Task Pass_DatabaseThatFailsMidway_CountsWhatIsGone()
    {
        await site.ActivateAsync(MadeDrive.Map);
        site.Database.Visits.Put(Enumerable.Range(1, 5_000).Select(number => Visit(number)));
        site.Break("CREATE TRIGGER midway BEFORE DELETE ON visit WHEN (SELECT COUNT(*) FROM visit) <= 3000 BEGIN SELECT RAISE(ABORT, 'midway'); END");
        Retention(new RetentionOptions { VisitAge = TimeSpan.FromDays(1) }).Pass(CancellationToken.None);
        Assert.Equal((2_000, 3_000), (site.Counters.OldVisits, (await site.VisitsAsync()).Count));
    }

    [Fact]
    public void Pass_OldAudit_LeavesTheEntryThatSaysSo()
    {
        site.Database.Audit.Add(new AuditEntry(0, 1, "Ann", "clear vehicle", "acme/car", ""));
        Retention(new RetentionOptions { AuditAge = TimeSpan.FromDays(1) }).Pass(CancellationToken.None);
        Assert.Equal("retention", Assert.Single(site.Database.Audit.Newest(long.MaxValue, "", 10)).Action);
    }

    private static StoredVisit Visit(long leave) => new("acme/car", "A", leave - 5, leave, leave, 3, false, 1);

    private SiteRetention Retention(RetentionOptions options) => new(site.Database, options, site.Counters, site.Time, NullLogger<SiteRetention>.Instance);
}
