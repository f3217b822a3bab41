using System.Security.Cryptography;
using AutoValley.Storage.Maintenance;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Tests.Maintenance;

/// <summary>A store of two days and several series with one thing damaged; verification names it and reads the rest.</summary>
public sealed class VerifyTests : IAsyncLifetime
{
    private const long Day = UnixTime.NanosPerDay;
    private const string FirstDay = "telemetry-1970-01-01.db";
    private const int Samples = 4_000;

    private readonly TestStore test = new(options: options => options with { SegmentBytes = 1 << 20 });
    private Session session = null!;

    public async Task InitializeAsync()
    {
        session = test.Vehicle.NewSession();
        var first = Enumerable.Range(0, Samples).Select(index => 1L + (index * 1_000)).ToArray();
        var second = first.Select(time => Day + time).ToArray();
        ulong sequence = 0;
        foreach (var times in new[] { first, second })
        {
            await test.Store.AppendAllAsync(TestVehicle.Batch(
                session, ++sequence, (TestVehicle.Speed, times, Values.Of(times.Select(time => Math.Sqrt(time)).ToArray())),
                (TestVehicle.Gear, times, Values.Of(times.Select(time => time % 7).ToArray())),
                (TestVehicle.Note, [times[0]], Values.Of(new[] { "note" }))));
        }
        await test.Store.SealAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public async Task Verify_SoundStore_FindsNothingAndCountsAll()
    {
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 3, 5), TestVehicle.Speeds(session, 4, 6));
        var steps = await VerifyAsync();
        Assert.Equal([], Findings(steps));
        Assert.Equal(new VerifyTotals(4, 6, (4 * Samples) + 2, 2, 0), steps[^1].SoFar);
    }

    [Theory]
    [InlineData("start + statistics, content", "check sum of its values")]
    [InlineData("start, statistics", "check sum of its values")]
    [InlineData("UPDATE chunk SET last_sequence = last_sequence + 1 WHERE series = $1", "check sum of its row")]
    [InlineData("UPDATE chunk SET summary = zeroblob(length(summary)) WHERE series = $1", "check sum of its row")]
    public async Task Verify_DamagedChunk_IsNamedAndTheRestRead(string damage, string told)
    {
        await DamageAsync(damage.StartsWith("start", StringComparison.Ordinal) ? ZeroOfBody(damage.Split(", ")) : damage);
        var steps = await VerifyAsync();
        var finding = Assert.Single(Findings(steps), one => one.Series is not null);
        Assert.Equal((FirstDay, test.Speed), (finding.File, finding.Series));
        Assert.Equal((1, 1L + ((Samples - 1) * 1_000)), (finding.First, finding.Last));
        Assert.True(finding.Chunk > 0);
        Assert.Contains(told, finding.Reason, StringComparison.Ordinal);
        Assert.Equal((6, (3 * Samples) + 2), (steps[^1].SoFar.Chunks, steps[^1].SoFar.Samples));
        // As the query says it.
        await Assert.ThrowsAsync<DamagedChunkException>(() => test.Store.ReadTimesAsync(test.Speed));
        Assert.Equal(Samples * 2, (await test.Store.ReadTimesAsync(test.Vehicle.Series(TestVehicle.Gear))).Length);
    }

    [Theory]
    [InlineData("UPDATE times SET times = zeroblob(length(times)) WHERE id = (SELECT times FROM chunk WHERE series = $1)", "check sum of times")]
    [InlineData("DELETE FROM times WHERE id = (SELECT times FROM chunk WHERE series = $1)", "are not there")]
    [InlineData("DELETE FROM body WHERE id = (SELECT id / 100000 FROM chunk WHERE series = $1)", "are not there")]
    public async Task Verify_DamagedRowThatIsShared_NamesEveryChunkThatSharesIt(string damage, string told)
    {
        await DamageAsync(damage);
        var findings = Findings(await VerifyAsync());
        Assert.Equal(
            [test.Speed, test.Vehicle.Series(TestVehicle.Gear)], findings.Select(finding => finding.Series!).OrderBy(series => series.Id));
        Assert.All(findings, finding => Assert.Contains(told, finding.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_TotalsAndStrayRows_AreTold()
    {
        // The note, which shares nothing.
        await DamageAsync("DELETE FROM chunk WHERE series = $1 + 3");
        var reasons = Findings(await VerifyAsync()).Select(finding => finding.Reason).ToArray();
        Assert.Equal(
            ["1 rows of values are of no chunk", "1 rows of times are of no chunk", "there are -1 chunks and -1 samples against its totals"], reasons);
    }

    [Fact]
    public async Task Verify_PageOfTheDirectory_IsFoundAndTheOtherDayRead()
    {
        await test.CloseAsync();
        await OverwriteAsync(FirstDay, bytes => Array.Fill(bytes, (byte)0x5A, RootPage(FirstDay, "chunk") * 4096, 4096));
        test.Open();
        var steps = await VerifyAsync();
        Assert.NotEmpty(Findings(steps));
        Assert.All(Findings(steps), finding => Assert.Equal(FirstDay, finding.File));
        Assert.True(steps[^1].SoFar.Samples >= (2 * Samples) + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(9_000)]
    public async Task Verify_TruncatedFile_IsFoundAndTheOtherDayRead(int length)
    {
        await test.CloseAsync();
        await OverwriteAsync(FirstDay, _ => { }, length);
        test.Open();
        var steps = await VerifyAsync();
        Assert.NotEmpty(Findings(steps));
        Assert.All(Findings(steps), finding => Assert.Equal(length == 0 ? FirstDay + ".damaged-1" : FirstDay, finding.File));
        Assert.True(steps[^1].SoFar.Samples >= (2 * Samples) + 1);
    }

    [Fact]
    public async Task Verify_DayThatWasSetAside_IsFoundAsLongAsItLiesThere()
    {
        await test.CloseAsync();
        await OverwriteAsync(FirstDay, bytes => Array.Fill(bytes, (byte)'x'));
        test.Open();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 3, 5));
        await test.Store.SealAsync(CancellationToken.None);
        Assert.Contains(FirstDay + ".damaged-1", Findings(await VerifyAsync()).Select(finding => finding.File));
    }

    [Fact]
    public async Task Verify_DamagedJournalRecord_TellsItsPosition()
    {
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 3, 5));
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 4, 6));
        var segment = Directory.EnumerateFiles(Path.Combine(test.Folder, "journal")).Single();
        using (var file = new FileStream(segment, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            // In the payload of the segment's first record.
            file.Position = 32 + 40 + 3;
            file.WriteByte(0xFF);
        }
        var finding = Assert.Single(Findings(await VerifyAsync()));
        Assert.Equal($"journal/{Path.GetFileName(segment)}", finding.File);
        Assert.Equal("damaged at byte 32: positions 3 to 4 cannot be read after a restart", finding.Reason);
    }

    [Fact]
    public async Task Verify_MapWhoseBytesAreOthers_IsTold()
    {
        using (var site = SiteDatabase.Open(test.Folder))
        {
            foreach (var content in new byte[][] { [1, 2, 3], [4, 5, 6] })
            {
                var map = new StoredMap
                {
                    Sha256 = SHA256.HashData(content), Bytes = 3, Name = "", File = "", Format = "", Zones = 1, Routes = 0, IsPlaced = true, Person = "", Time = 0,
                };
                site.Maps.Add(map, content);
            }
        }
        Assert.Equal([], Findings(await VerifyAsync()));
        using (var connection = Connect(SiteDatabase.FileName))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE map SET content = x'040507' WHERE version = 2";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
        Assert.Equal([new Finding(SiteDatabase.FileName, "map 2: its bytes are not those of its SHA-256")], Findings(await VerifyAsync()));
    }

    [Fact]
    public async Task Verify_SiteOfAnOlderProgram_IsReadAsItIs()
    {
        SiteDatabase.Open(test.Folder).Dispose();
        using (var connection = Connect(SiteDatabase.FileName))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE alarm DROP COLUMN worst; ALTER TABLE alarm DROP COLUMN latest; PRAGMA user_version = 2";
            await command.ExecuteNonQueryAsync();
        }
        Assert.Equal([], Findings(await VerifyAsync()));
    }

    [Fact]
    public async Task Verify_WhileOneRuns_IsRefused()
    {
        await using (var running = test.Store.Maintenance.VerifyAsync(CancellationToken.None).GetAsyncEnumerator())
        {
            Assert.True(await running.MoveNextAsync());
            await Assert.ThrowsAsync<StoreBusyException>(VerifyAsync);
            await Assert.ThrowsAsync<StoreBusyException>(async () => await test.Store.Maintenance.CompactAsync(CancellationToken.None).ToListAsync());
        }
        Assert.Equal([], Findings(await VerifyAsync()));
    }

    [Fact]
    public async Task Verify_WhileSealingAndMerging_FindsNothing()
    {
        var writer = Task.Run(async () =>
        {
            for (var number = 3UL; number < 60; number++)
            {
                await test.Store.AppendAllAsync(TestVehicle.Speeds(session, number, (long)number * 10_000_000));
                await test.Store.SealAsync(CancellationToken.None);
                if (number % 20 == 0)
                    await CompactOrNothingAsync();
            }
        });
        do
            Assert.Equal([], Findings(await VerifyOrNothingAsync()));
        while (!writer.IsCompleted);
        await writer;
    }

    [Fact]
    public async Task Compact_ManySmallChunks_MergesThemAndTakesLessRoom()
    {
        var random = new Random(1);
        for (var number = 3UL; number < 60; number++)
        {
            // Of a length that leaves much of a page unused.
            var times = Enumerable.Range(0, 300).Select(index => ((long)number * 10_000_000) + index).ToArray();
            var values = Values.Of(Array.ConvertAll(times, _ => random.NextDouble()));
            await test.Store.AppendAllAsync(TestVehicle.Batch(session, number, (TestVehicle.Speed, times, values)));
            await test.Store.SealAsync(CancellationToken.None);
        }
        var before = await test.Store.ReadAllAsync(test.Speed);
        var chunks = (await test.Store.GetStatisticsAsync(CancellationToken.None)).Chunks;
        var steps = await test.Store.Maintenance.CompactAsync(CancellationToken.None).ToListAsync();
        Assert.Equal([0, 1], steps.Where(step => step.IsDone).Select(step => step.Day));
        Assert.True(steps.First(step => step.IsDone).Bytes < steps[0].BytesBefore);
        Assert.InRange((await test.Store.GetStatisticsAsync(CancellationToken.None)).Chunks, 1, chunks - 40);
        Assert.Equal(before, await test.Store.ReadAllAsync(test.Speed));
        Assert.Equal([], Findings(await VerifyAsync()));
    }

    // Part of the speed's values becomes zeros.
    private static string ZeroOfBody(string[] place) => $"""
        UPDATE body SET parts = (SELECT CAST(substr(parts, 1, {place[0]}) || zeroblob({place[1]}) || substr(parts, {place[0]} + {place[1]} + 1) AS BLOB)
            FROM chunk WHERE series = $1) WHERE id = (SELECT id / 100000 FROM chunk WHERE series = $1)
        """;

    private static List<Finding> Findings(IEnumerable<VerifyStep> steps) => [.. steps.Select(step => step.Finding).OfType<Finding>()];

    private async Task<List<VerifyStep>> VerifyAsync() => await test.Store.Maintenance.VerifyAsync(CancellationToken.None).ToListAsync();

    private async Task CompactOrNothingAsync()
    {
        try
        {
            await test.Store.Maintenance.CompactAsync(CancellationToken.None).ToListAsync();
        }
        catch (StoreBusyException)
        {
            // Verification has the turn.
        }
    }

    // Nothing while compaction has the turn.
    private async Task<List<VerifyStep>> VerifyOrNothingAsync()
    {
        try
        {
            return await VerifyAsync();
        }
        catch (StoreBusyException)
        {
            return [];
        }
    }

    /// <summary>Changes the first day behind the store's back; $1 is the speed's series.</summary>
    private async Task DamageAsync(string sql)
    {
        var speed = test.Speed.Id;
        await test.CloseAsync();
        using (var connection = Connect(FirstDay))
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql.Replace("$1", $"{speed}", StringComparison.Ordinal);
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
        test.Open();
    }

    private int RootPage(string file, string table)
    {
        using var connection = Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rootpage - 1 FROM sqlite_schema WHERE name = '{table}'";
        return (int)(long)command.ExecuteScalar()!;
    }

    private async Task OverwriteAsync(string file, Action<byte[]> change, int? length = null)
    {
        var path = Path.Combine(test.Folder, file);
        var bytes = await File.ReadAllBytesAsync(path);
        change(bytes);
        await File.WriteAllBytesAsync(path, bytes[..(length ?? bytes.Length)]);
    }

    private SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(test.Folder, file), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
