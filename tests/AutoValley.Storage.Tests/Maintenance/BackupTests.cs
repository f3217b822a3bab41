using System.Threading.Channels;
using AutoValley.Storage.Maintenance;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Maintenance;

public sealed class BackupTests : IAsyncLifetime
{
    private const long Day = UnixTime.NanosPerDay;

    private readonly TestStore test = new();
    private Session session = null!;

    public Task InitializeAsync()
    {
        session = test.Vehicle.NewSession();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public async Task Files_SealedAndUnsealed_RestoreToTheSameAnswers()
    {
        await AppendAsync(1, 1, Day + 1);
        await test.Store.SealAsync(CancellationToken.None);
        await AppendAsync(2, 2, 5);
        await using var restored = await BackupAsync();
        Assert.Equal(["journal/00000000000000000002.avj", "telemetry-1970-01-01.db", "telemetry-1970-01-02.db", "catalog.db"],
            restored.Files.Select(file => file.Name));
        await restored.AssertSpeedTimesAsync(1, 2, 5, Day + 1);
        Assert.Equal("1-2", restored.Store.GetWatermark(restored.Find(session)).ToString());
    }

    [Fact]
    public async Task Files_WithASite_HaveItsDatabaseAsOfTheMoment()
    {
        await AppendAsync(1, 1);
        using var site = Storage.Site.SiteDatabase.Open(test.Folder);
        site.Checkpoints.Save(1, new byte[] { 1 });
        using var backup = await BeginAsync();
        site.Checkpoints.Save(2, new byte[] { 2 });
        await foreach (var file in backup.FilesAsync(CancellationToken.None))
        {
            Assert.Equal("site.db", file.Name);
            using var copy = new TemporaryFolder();
            File.Copy(file.Path, copy["site.db"]);
            using var restored = Storage.Site.SiteDatabase.Open(copy.Path);
            Assert.Equal(1, restored.Checkpoints.Load()!.Value.Position);
            break;
        }
    }

    [Fact]
    public async Task Files_DaysSealedFurtherMeanwhile_NeitherLoseNorDoubleAfterwards()
    {
        await AppendAsync(1, 1);
        var logger = new RecordingLogger();
        RestoredStore restored;
        using (var backup = await BeginAsync())
        {
            // Both batches are sealed into the day before it is copied; the backup's journal holds the first of them.
            await AppendAsync(2, 2);
            await test.Store.SealAsync(CancellationToken.None);
            restored = await RestoredStore.OfAsync(backup, logger);
        }
        await using (restored)
        {
            Assert.Equal("1-1", restored.Store.GetWatermark(restored.Find(session)).ToString());
            // The second was not acknowledged before, so the agent sends it again; the third is new.
            await restored.Store.AppendAllAsync(TestVehicle.Speeds(restored.Find(session), 2, 2), TestVehicle.Speeds(restored.Find(session), 3, 3));
            await restored.Store.SealAsync(CancellationToken.None);
            await restored.AssertSpeedTimesAsync(1, 2, 3);
            await restored.Store.AppendAllAsync(TestVehicle.Speeds(restored.Find(session), 4, 4));
            await restored.ReopenAsync(logger);
            await restored.AssertSpeedTimesAsync(1, 2, 3, 4);
            Assert.Equal("1-4", restored.Store.GetWatermark(restored.Find(session)).ToString());
        }
        Assert.Empty(logger.Lines);
    }

    [Fact]
    public async Task Files_WhileAWriterRuns_HoldAllThatWasAcknowledgedBefore()
    {
        using var stop = new CancellationTokenSource();
        var acknowledged = Channel.CreateUnbounded<long>();
        var writer = Task.Run(async () =>
        {
            using var end = new ChannelEnd(acknowledged.Writer);
            for (var number = 1L; !stop.IsCancellationRequested; number++)
            {
                await AppendAsync((ulong)number, TimesOf(number));
                acknowledged.Writer.TryWrite(number);
            }
        });
        try
        {
            for (var round = 1; round <= 3; round++)
            {
                var number = 0L;
                while (number < round * 40)
                    number = await acknowledged.Reader.ReadAsync();
                await AssertHoldsAsync(number);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await writer;
        }
    }

    [Fact]
    public async Task TryBegin_WhileOneRuns_IsRefusedUntilItEnds()
    {
        await AppendAsync(1, 1);
        var backup = await BeginAsync();
        Assert.Null(await test.Store.Maintenance.TryBeginBackupAsync(CancellationToken.None));
        backup.Dispose();
        (await BeginAsync()).Dispose();
    }

    [Fact]
    public async Task Dispose_InTheMiddle_LeavesNothingBehind()
    {
        await AppendAsync(1, 1, Day + 1);
        await test.Store.SealAsync(CancellationToken.None);
        await AppendAsync(2, 2);
        var before = Entries();
        using (var backup = await BeginAsync())
        {
            await foreach (var file in backup.FilesAsync(CancellationToken.None))
            {
                if (file.Name.StartsWith("telemetry", StringComparison.Ordinal))
                    break;
            }
            Assert.True(Directory.Exists(Path.Combine(test.Folder, "backup.tmp")));
        }
        Assert.Equal(before, Entries());

        // SQLite's side files come and go as it likes.
        string[] Entries() => [.. Directory.EnumerateFileSystemEntries(test.Folder).Where(path => path[^4..] is not ("-wal" or "-shm")).Order()];
    }

    [Fact]
    public async Task Open_AfterABackupThatWasKilled_TakesItsFilesAway()
    {
        await test.CloseAsync();
        Directory.CreateDirectory(Path.Combine(test.Folder, "backup.tmp"));
        await File.WriteAllTextAsync(Path.Combine(test.Folder, "backup.tmp", "telemetry-1970-01-01.db"), "half");
        test.Open();
        Assert.False(Directory.Exists(Path.Combine(test.Folder, "backup.tmp")));
    }

    [Fact]
    public async Task Files_DamagedDay_IsToldAndTheOthersAreCopied()
    {
        await AppendAsync(1, 1, Day + 1, (2 * Day) + 1);
        await test.Store.SealAsync(CancellationToken.None);
        await test.CloseAsync();
        await File.WriteAllTextAsync(Path.Combine(test.Folder, "telemetry-1970-01-02.db"), new string('x', 10_000));
        test.Open();
        await using var restored = await BackupAsync();
        var damaged = Assert.Single(restored.Files, file => file.Problem.Length > 0);
        Assert.Equal("telemetry-1970-01-02.db", damaged.Name);
        await restored.AssertSpeedTimesAsync(1, (2 * Day) + 1);
        Assert.StartsWith("telemetry-1970-01-02.db.missing-1 ", Assert.Single(restored.Store.Health.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_DaysThatComeAndGoMeanwhile_AreMissedByNobody()
    {
        await AppendAsync(1, 1, Day + 1);
        await test.Store.SealAsync(CancellationToken.None);
        RestoredStore restored;
        using (var backup = await BeginAsync())
        {
            await test.Store.DeleteBeforeAsync(Day, CancellationToken.None);
            restored = await RestoredStore.OfAsync(backup, meanwhile: async file =>
            {
                // The days are copied, the catalogue is not yet: one is sealed that is in no file of the backup.
                if (!file.Name.StartsWith("telemetry", StringComparison.Ordinal))
                    return;
                await AppendAsync(2, (2 * Day) + 1);
                await test.Store.SealAsync(CancellationToken.None);
            });
        }
        await using (restored)
        {
            await restored.AssertSpeedTimesAsync(Day + 1);
            Assert.Empty(restored.Store.Health.Warnings);
        }
    }

    [Fact]
    public async Task Open_UnfinishedBackup_IsRefused()
    {
        await test.CloseAsync();
        var marker = Path.Combine(test.Folder, "backup.incomplete");
        await File.WriteAllTextAsync(marker, "");
        var refused = Assert.Throws<StoreException>(test.Open);
        Assert.Contains("is a backup that was not finished", refused.Message, StringComparison.Ordinal);
        File.Delete(marker);
        test.Open();
    }

    // Whoever waits for a writer that failed goes on.
    private sealed class ChannelEnd(ChannelWriter<long> writer) : IDisposable
    {
        public void Dispose() => writer.TryComplete();
    }

    // Three days a batch, so that sealing touches all of them all the time.
    private static long[] TimesOf(long number) => [.. Enumerable.Range(0, 3).SelectMany(
        day => Enumerable.Range(0, 300).Select(step => (day * Day) + (number * 1_000) + step))];

    private async Task AssertHoldsAsync(long acknowledged)
    {
        await using var restored = await BackupAsync();
        var times = await restored.Store.ReadTimesAsync(restored.Speed);
        var held = times.ToHashSet();
        Assert.Equal(held.Count, times.Length);
        for (var number = 1L; number <= acknowledged; number++)
            Assert.True(Array.TrueForAll(TimesOf(number), held.Contains), $"batch {number} of {acknowledged} is missing");
        // The restored store goes on: nothing that comes now is taken for sealed.
        var next = TestVehicle.Speeds(restored.Find(session), 1_000_000, 7, Day + 7, (2 * Day) + 7);
        await restored.Store.AppendAsync(next, CancellationToken.None);
        await restored.Store.SealAsync(CancellationToken.None);
        Assert.Equal(times.Length + 3, (await restored.Store.ReadTimesAsync(restored.Speed)).Length);
    }

    private async Task AppendAsync(ulong sequence, params long[] times) =>
        await test.Store.AppendAsync(TestVehicle.Speeds(session, sequence, times), CancellationToken.None);

    private async Task<StoreBackup> BeginAsync() => (await test.Store.Maintenance.TryBeginBackupAsync(CancellationToken.None))!;

    private async Task<RestoredStore> BackupAsync()
    {
        using var backup = await BeginAsync();
        return await RestoredStore.OfAsync(backup);
    }
}
