using AutoValley.Storage.Site;

namespace AutoValley.Storage.Tests.Site;

/// <summary>Who reads site.db and who writes there do not wait for each other.</summary>
public sealed class SiteReadingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Write_WhileALongListIsRead_DoesNotWaitForIt()
    {
        using var site = new SiteConnection(Path.Combine(folder.Path, SiteDatabase.FileName));
        using var audit = new AuditTable(site);
        audit.Add(Entry("first"));
        audit.Add(Entry("second"));
        var read = await site.Read(async connection =>
        {
            using var command = AuditTable.Command(connection, long.MaxValue, "", 10);
            using var rows = command.ExecuteReader();
            rows.Read();
            await Task.Run(() => audit.Add(Entry("third"))).WaitAsync(Patience);
            // It goes on with what was there when it began.
            return (First: rows.GetString(4), HasMore: rows.Read(), HasThird: rows.Read());
        });
        Assert.Equal(("second", true, false), read);
        Assert.Equal("third", audit.Newest(long.MaxValue, "", 1).Single().Subject);
    }

    [Fact]
    public void Find_WhileOthersReadAndATransactionIsOpen_WaitsForNeither()
    {
        using var site = SiteDatabase.Open(folder.Path);
        site.Audit.Add(Entry("first"));
        var found = new string[8];
        var readers = found.Select((_, number) => new Thread(() => found[number] = site.Audit.Newest(long.MaxValue, "", 1).Single().Subject)).ToArray();
        site.InTransaction(() =>
        {
            site.Audit.Add(Entry("second"));
            // Who is in the transaction sees what it did; nobody else does.
            Assert.Equal("second", site.Audit.Newest(long.MaxValue, "", 1).Single().Subject);
            foreach (var reader in readers)
                reader.Start();
            return readers.All(reader => reader.Join(Patience));
        });
        Assert.All(found, subject => Assert.Equal("first", subject));
    }

    [Fact]
    public void Dispose_AfterReading_LeavesOneFile()
    {
        using (var site = SiteDatabase.Open(folder.Path))
        {
            site.Audit.Add(Entry("first"));
            _ = site.Audit.Newest(long.MaxValue, "", 1);
        }
        Assert.Equal([SiteDatabase.FileName], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    private static AuditEntry Entry(string subject) => new(0, 1, "Ann", "clear vehicle", subject, "");
}
