using System.Globalization;
using AutoValley.Storage.Journal;
using AutoValley.Storage.Maintenance;
using AutoValley.Storage.Tests.Maintenance;
using AutoValley.Storage.Tests.Sealing;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Storage.Tests.Journal.Parking;

/// <summary>Parked segments on a disk that is full, fails or changed their bytes; and what upkeep makes of them.</summary>
public sealed class ParkedFaultTests : IAsyncLifetime
{
    private const int Batches = 60;

    private readonly BackEndAway away = new() { IsAway = true };
    private readonly RecordingLogger logger = new();
    private readonly TestStore test;
    private Session session = null!;

    public ParkedFaultTests() =>
        test = new TestStore(options: options => options with { MaximumUnsealedBytes = 4_000, SegmentBytes = 1_000 }, logger: logger) { WrapBackEnd = away.Around };

    public async Task InitializeAsync()
    {
        session = test.Vehicle.NewSession();
        await test.ReopenAsync();
        session = test.Find(session);
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public async Task Seal_DamagedSegment_KeepsItAsideAndSealsAllElse()
    {
        await AppendAsync();
        var path = Parked()[2];
        var (first, next) = (FirstPositionOf(path), FirstPositionOf(Parked()[3]));
        var bytes = await DamageSecondRecordAsync(path);

        // What the site asks for goes on behind it; who reads that vehicle's history is told.
        Assert.Equal(Batches - 1, test.Store.ReadUnsealed(0, 1_000).Count);
        var exception = await Assert.ThrowsAsync<StoreException>(() => test.Store.ReadTimesAsync(test.Speed));
        Assert.Contains(Path.GetFileName(path) + " is damaged at byte", exception.Message, StringComparison.Ordinal);
        var finding = Assert.Single(await FindingsAsync());
        Assert.Equal($"journal/{Path.GetFileName(path)}", finding.File);

        away.IsAway = false;
        await test.Store.SealAsync(default);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path + ".damaged"));
        Assert.Contains(logger.Lines, line => line.StartsWith("3004 ", StringComparison.Ordinal));
        await test.ReopenAsync();
        await AssertBatchesAsync(number => number <= first || number >= next);
        Assert.Equal($"1-{first} {next}-{Batches}", test.Store.GetWatermark(test.Find(session)).ToString());
    }

    [Fact]
    public async Task Seal_KilledWhenADamagedSegmentWasCut_SealsAllElse()
    {
        await AppendAsync();
        var path = Parked()[0];
        var (first, next) = (FirstPositionOf(path), FirstPositionOf(Parked()[1]));
        var bytes = await DamageSecondRecordAsync(path);
        // What is before it is sealed, and it is read for that, kept aside and cut; then the back end is away.
        away.Take(1);
        await Eventually.IsTrueAsync(() => new FileInfo(path).Length < bytes.Length);
        await test.CloseAsync();
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path + ".damaged"));
        away.IsAway = false;
        test.Open();
        await test.Store.SealAsync(default);
        await AssertBatchesAsync(number => number <= first || number >= next);
        Assert.Equal(0, test.Store.Health.JournalBytes);
    }

    [Fact]
    public async Task Open_SegmentWithoutItsHeader_KeepsItAsideAndSealsAllElse()
    {
        await AppendAsync();
        var path = Parked()[0];
        var (first, next) = (FirstPositionOf(path), FirstPositionOf(Parked()[1]));
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[5] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await test.CloseAsync();
        away.IsAway = false;
        test.Open();
        await test.Store.SealAsync(default);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path + ".damaged"));
        await AssertBatchesAsync(number => number < first || number >= next);
        Assert.Equal(0, test.Store.Health.JournalBytes);
    }

    [Fact]
    public async Task Verify_BrokenIndex_IsFoundAndMadeAnew()
    {
        await AppendAsync();
        Assert.Empty(await FindingsAsync());
        var index = Parked()[1] + ".index";
        await File.WriteAllBytesAsync(index, [.. (await File.ReadAllBytesAsync(index))[..^1], 9]);
        var finding = Assert.Single(await FindingsAsync());
        Assert.Equal("its index does not fit: a check sum is another. It is made anew when it is needed", finding.Reason);
        await test.AssertSpeedTimesAsync([.. Enumerable.Range(1, Batches).Select(number => (long)number)]);
        Assert.Empty(await FindingsAsync());
        Assert.Contains(logger.Lines, line => line.StartsWith("3018 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backup_OfParkedSegments_RestoresThemWithTheirIndices()
    {
        await AppendAsync();
        var parked = Parked().Length;
        using var backup = (await test.Store.Maintenance.TryBeginBackupAsync(default))!;
        await using var restored = await RestoredStore.OfAsync(backup);
        Assert.InRange(restored.Files.Count(file => file.Name.EndsWith(".avj.index", StringComparison.Ordinal)), parked, Batches);
        await restored.AssertSpeedTimesAsync([.. Enumerable.Range(1, Batches).Select(number => (long)number)]);
        await restored.Store.SealAsync(default);
        Assert.Equal(Batches, (await restored.Store.GetStatisticsAsync(default)).SealedSamples);
    }

    [Fact]
    public async Task Append_DiskHasOnlyItsReserve_IsRefusedUntilThereIsRoom()
    {
        await test.CloseAsync();
        var disk = new SimulatedDisk();
        test.Files = disk;
        test.Open();
        session = test.Find(session);
        await AppendAsync();
        disk.SpareBytes = 900;
        var acknowledged = Batches;
        var exception = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (; acknowledged < 2 * Batches; acknowledged++)
                await test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)acknowledged + 1, acknowledged + 1), default);
        });
        Assert.Contains("reserve for sealing", exception.Message, StringComparison.Ordinal);
        Assert.False(test.Store.Health.Writable);
        // Sealing goes on, and makes the room.
        away.IsAway = false;
        await Eventually.IsTrueAsync(() => test.Store.Health.ParkedBytes == 0);
        disk.SpareBytes = long.MaxValue;
        await Eventually.IsTrueAsync(() => test.Store.Health.Writable);
        await test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)acknowledged + 1, acknowledged + 1), default);
        await test.AssertSpeedTimesAsync([.. Enumerable.Range(1, acknowledged + 1).Select(number => (long)number)]);
    }

    [Fact]
    public async Task Append_IndicesCannotBeWritten_IsRefusedAndNothingIsLost()
    {
        await test.CloseAsync();
        var disk = new SimulatedDisk();
        var (creations, full) = (0, true);
        test.Files = disk;
        test.Open();
        session = test.Find(session);
        // Segments and indices take turns.
        disk.Decide = (_, name) => name == "create" && full && Interlocked.Increment(ref creations) > 6 ? Fault.Fails : Fault.None;
        var acknowledged = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (; acknowledged < 200; acknowledged++)
                await test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)acknowledged + 1, acknowledged + 1), default);
        });
        Volatile.Write(ref full, false);
        await Eventually.IsTrueAsync(() => test.Store.Health.Writable);
        await test.AssertSpeedTimesAsync([.. Enumerable.Range(1, acknowledged).Select(number => (long)number)]);
        away.IsAway = false;
        await test.Store.SealAsync(default);
        Assert.Equal(acknowledged, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
    }

    [Fact]
    public async Task GetLatest_SeriesOfAnOldSegment_IsFound()
    {
        await AppendAsync();
        await test.Store.AppendAsync(TestVehicle.Batch(
            session, 1_000, (TestVehicle.Gear, [7, 5], Values.Of(new[] { 3L, 2 })), (TestVehicle.Note, [9], Values.Of(new[] { "old" }))), default);
        await test.Store.AppendAsync(TestVehicle.Batch(session, 1_001, (TestVehicle.Gear, [6, 7], Values.Of(new[] { 1L, 4 }))), default);
        await test.Store.AppendAsync(DamagedBatch.WithGear(session, 1_002, 8), default);
        await AppendAsync(Batches);
        Assert.InRange(FirstPositionOf(Parked()[^1]), Batches + 4, 3 * Batches);
        var series = TestVehicle.Signals.Select(signal => test.Vehicle.Series(signal.Id)).ToArray();
        var latest = await test.Store.GetLatestAsync(series, default);
        Assert.Equal(
            [(TestVehicle.Signals[0].Name, 2L * Batches), (TestVehicle.Signals[1].Name, 7), (TestVehicle.Signals[3].Name, 9)],
            latest.Select(sample => (sample.Series.Name, sample.Time)));
        Assert.Equal(4, latest[1].Value.Integer);
    }

    private Task AssertBatchesAsync(Func<long, bool> isThere) =>
        test.AssertSpeedTimesAsync([.. Enumerable.Range(1, Batches).Select(number => (long)number).Where(isThere)]);

    // In its payload; gives the segment as it is then.
    private static async Task<byte[]> DamageSecondRecordAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[32 + JournalFormat.RecordSize(BitConverter.ToInt32(bytes, 36)) + 50] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        return bytes;
    }

    private string[] Parked() =>
        [.. Directory.EnumerateFiles(Path.Combine(test.Folder, "journal"), "*.index").Order(StringComparer.Ordinal).Select(path => path[..^".index".Length])];

    private static long FirstPositionOf(string segment) => long.Parse(Path.GetFileNameWithoutExtension(segment), CultureInfo.InvariantCulture);

    private async Task AppendAsync(int after = 0)
    {
        for (var number = after + 1; number <= after + Batches; number++)
            await test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)number, number), default);
        await Eventually.IsTrueAsync(() => test.Store.Health.JournalBytes - test.Store.Health.ParkedBytes < 2_000);
    }

    private async Task<List<Finding>> FindingsAsync()
    {
        List<Finding> found = [];
        await foreach (var step in test.Store.Maintenance.VerifyAsync(default))
        {
            if (step.Finding is { } finding)
                found.Add(finding);
        }
        return found;
    }
}
