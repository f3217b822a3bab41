using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;

namespace AutoValley.Storage.Tests.Sealing;

/// <summary>Sealing that waits, fails half-way, or meets what it cannot use.</summary>
public sealed class SealerTests
{
    private const long Day = UnixTime.NanosPerDay;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Seal_WatermarksCannotBeSaved_DoublesNothingAfterwards()
    {
        await using var test = new TestStore();
        await test.CloseAsync();
        test.WrapWatermarks = table => new FailingWatermarks(table);
        test.Open();
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, Day));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default));
        await test.AssertSpeedTimesAsync(1, Day);
        await test.CloseAsync();
        test.WrapWatermarks = table => table;
        test.Open();
        session = test.Find(session);
        Assert.Equal(AppendOutcome.Duplicate, await test.Store.AppendAsync(TestVehicle.Speeds(session, 1, 1, Day), default));
        await test.Store.SealAsync(default);
        Assert.Equal(2, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        await test.ReopenAsync();
        Assert.Equal("1-1", test.Store.GetWatermark(session).ToString());
        await test.AssertSpeedTimesAsync(1, Day);
    }

    [Fact]
    public async Task Seal_UnusableParts_BecomeDeadLettersAndTheRestIsKept()
    {
        await using var test = new TestStore();
        var session = test.Vehicle.NewSession();
        var writer = new BatchWriter();
        writer.AddColumn(TestVehicle.Speed, writer.AddTimes([1]), Values.Of(new[] { 1.0 }));
        writer.AddColumn(99, 0, Values.Of(new[] { 1.0 }));
        writer.AddColumn(TestVehicle.Gear, 0, Values.Of(new[] { 1.0 }));
        await test.Store.AppendAllAsync(
            TestVehicle.Batch(session, 1, writer),
            DamagedBatch.WithGear(session, 2, 2),
            new AcceptedBatch(session, 3, 7, new byte[] { 1, 2, 3 }),
            TestVehicle.Speeds(session, 4, 4));
        await test.AssertSpeedTimesAsync(1, 2, 4);
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync(1, 2, 4);
        var letters = test.Catalogue.DeadLetters("avl/shuttle-1", 10);
        Assert.Equal(4, test.Catalogue.DeadLetterTotal);
        Assert.Equal(["checksum_missing", "encoding", "type", "undeclared"], letters.Select(letter => letter.Reason).Order());
        Assert.All(letters, letter => Assert.Contains(session.SessionId.ToString(), letter.Detail, StringComparison.Ordinal));
        Assert.Equal("1-4", test.Store.GetWatermark(session).ToString());
    }

    [Fact]
    public async Task Seal_NothingUsableAtAll_IsToldAndDone()
    {
        await using var test = new TestStore();
        var session = test.Vehicle.NewSession();
        // Behind the head of the times, 100 of them, stands their encoding.
        var writer = new BatchWriter();
        writer.AddColumn(TestVehicle.Speed, writer.AddTimes([.. Enumerable.Range(0, 100).Select(index => (long)index * index * index << 20)]), Values.Of(new double[100]));
        await test.Store.AppendAllAsync(
            new AcceptedBatch(session, 1, 7, new byte[] { 1, 2, 3 }),
            TestVehicle.Batch(session, 2, new BatchWriter()),
            new AcceptedBatch(session, 3, 7, DamagedBatch.Resealed(TestVehicle.Batch(session, 3, writer).Payload, payload => payload[payload.AsSpan().IndexOf("\x10\x64"u8) + 2] = 0x7F)));
        await test.Store.SealAsync(default);
        Assert.Equal("1-3", test.Store.GetWatermark(session).ToString());
        Assert.Null(test.Store.Health.OldestUnsealed);
        Assert.Equal(["checksum_missing", "encoding"], test.Catalogue.DeadLetters(null, 10).Select(letter => letter.Reason).Order());
        Assert.Empty(Directory.EnumerateFiles(test.Folder, "telemetry-*"));
    }

    [Fact]
    public async Task Append_NoRoom_WaitsUntilSealed()
    {
        using var held = new ManualResetEventSlim();
        await using var test = new TestStore(options: options => options with { MaximumUnsealedBytes = 2_000, SegmentBytes = 1_000 });
        await test.CloseAsync();
        test.WrapBackEnd = backEnd => new HookedBackEnd(backEnd, () => held.Wait(Patience));
        test.Open();
        var session = test.Vehicle.NewSession();
        var appends = Enumerable.Range(1, 100).Select(
            number => test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)number, number), default).AsTask()).ToArray();
        await appends[0].WaitAsync(Patience);
        using var cancelled = new CancellationTokenSource();
        var given = test.Store.AppendAsync(TestVehicle.Speeds(session, 500, 500), cancelled.Token).AsTask();
        Assert.False(appends[99].IsCompleted);
        Assert.False(given.IsCompleted);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(Patience));
        held.Set();
        await Task.WhenAll(appends).WaitAsync(Patience);
        Assert.Equal("1-100", test.Store.GetWatermark(session).ToString());
        Assert.Equal(100, (await test.Store.ReadTimesAsync(test.Speed)).Length);
    }

    [Fact]
    public async Task Append_JournalFullWhileSealingFails_IsRefusedAndHealthSaysWhy()
    {
        var failing = true;
        await using var test = new TestStore(options: options => options with { MaximumJournalBytes = 2_000, SegmentBytes = 1_000 });
        await test.CloseAsync();
        test.WrapBackEnd = backEnd => new HookedBackEnd(backEnd, () =>
        {
            if (Volatile.Read(ref failing))
                throw new IOException("No space left on device");
        });
        test.Open();
        var session = test.Vehicle.NewSession();
        var appends = Enumerable.Range(1, 100).Select(
            number => test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)number, number), default).AsTask()).ToArray();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Task.WhenAll(appends).WaitAsync(Patience));
        Assert.False(test.Store.Health.Writable);
        Assert.Contains("Store:MaximumJournalBytes", test.Store.Health.Reason, StringComparison.Ordinal);
        Assert.Contains("No space left", test.Store.Health.Reason, StringComparison.Ordinal);
        Assert.InRange(test.Store.Health.JournalBytes, 1_000, 2_000);
        Volatile.Write(ref failing, false);
        for (var number = 1UL; number <= 100; number++)
            await AppendPatientlyAsync(test, TestVehicle.Speeds(session, number, (long)number));
        Assert.True(test.Store.Health.Writable);
        Assert.Equal("1-100", test.Store.GetWatermark(session).ToString());
    }

    [Fact]
    public async Task Timer_GoesOff_SealsInTheBackground()
    {
        var clock = new ManualClock();
        await using var test = new TestStore { Clock = clock };
        await test.ReopenAsync();
        var session = test.Vehicle.NewSession();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, 1, 2));
        Assert.NotNull(test.Store.Health.OldestUnsealed);
        clock.Tick(test.Options.SealInterval);
        await Eventually.IsTrueAsync(() => test.Store.Health.OldestUnsealed is null);
        Assert.Equal(2, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
    }

    [Fact]
    public async Task Seal_ManyTimes_MergesSmallChunksInTheBackground()
    {
        await using var test = new TestStore(options: options => options with { MergesChunks = true });
        var session = test.Vehicle.NewSession();
        for (var number = 1UL; number <= 40; number++)
        {
            await test.Store.AppendAllAsync(TestVehicle.Speeds(session, number, (long)number));
            await test.Store.SealAsync(default);
        }
        await Eventually.IsTrueAsync(async () => (await test.Store.GetStatisticsAsync(default)).Chunks <= 12);
        Assert.Equal(40, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        await test.AssertSpeedTimesAsync([.. Enumerable.Range(1, 40).Select(time => (long)time)]);
    }

    [Fact]
    public async Task Seal_ManyDaysAtOnce_TakesThemInPasses()
    {
        await using var test = new TestStore(options: options => options with { MaximumOpenDays = 3 });
        var session = test.Vehicle.NewSession();
        var times = Enumerable.Range(0, 30).Select(day => day * 2 * Day).ToArray();
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, times));
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync(times);
        Assert.Equal((30, 30), ((await test.Store.GetStatisticsAsync(default)).SealedSamples, (await test.Store.GetStatisticsAsync(default)).Chunks));
    }

    private static Task AppendPatientlyAsync(TestStore test, AcceptedBatch batch) => Eventually.IsTrueAsync(async () =>
    {
        try
        {
            await test.Store.AppendAsync(batch, default).AsTask().WaitAsync(Patience);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    });

    private sealed class FailingWatermarks(IWatermarkTable table) : IWatermarkTable
    {
        public long SealedPosition => table.SealedPosition;

        public long ReservedPosition => table.ReservedPosition;

        public IReadOnlySet<int> SealedDays => table.SealedDays;

        public void ForgetDay(int day) => table.ForgetDay(day);

        public void CopyTo(string path, SealedState state) => table.CopyTo(path, state);

        public IReadOnlyDictionary<int, SequenceRanges> LoadWatermarks() => table.LoadWatermarks();

        public SequenceRanges LoadWatermark(int session) => table.LoadWatermark(session);

        public void SaveWatermarks(long sealedPosition, IReadOnlyDictionary<int, SequenceRanges> sessions, IEnumerable<int> days) =>
            throw new IOException("the machine stopped");
    }
}
