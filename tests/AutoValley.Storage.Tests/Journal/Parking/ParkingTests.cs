using AutoValley.Storage.Tests.Sealing;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Storage.Tests.Journal.Parking;

/// <summary>A back end that is away: what waits for it leaves the memory, and everything that a store promises holds all the same.</summary>
public sealed class ParkingTests : IAsyncLifetime
{
    private const int Batches = 120;
    private const int SamplesPerBatch = 10;

    private readonly TestStore test = new(options: options => options with { MaximumUnsealedBytes = 8_000, SegmentBytes = 1_000 });
    private readonly BackEndAway away = new() { IsAway = true };
    private Session session = null!;

    public async Task InitializeAsync()
    {
        session = test.Vehicle.NewSession();
        test.WrapBackEnd = away.Around;
        await test.ReopenAsync();
        session = test.Find(session);
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public async Task Append_BackEndAway_GoesOnAndEverythingIsSeen()
    {
        await AppendAsync();
        Assert.InRange(test.Store.Health.JournalBytes - test.Store.Health.ParkedBytes, 0, 8_000);
        Assert.True(test.Store.Health.Writable, test.Store.Health.Reason);
        await AssertAllAsync();
        await test.ReopenAsync();
        await AssertAllAsync();
    }

    [Fact]
    public async Task Seal_BackEndIsBack_EmptiesTheJournal()
    {
        await AppendAsync();
        Assert.Contains("the back end is away", Assert.Single(test.Store.Health.Warnings), StringComparison.Ordinal);
        away.IsAway = false;
        await test.Store.SealAsync(default);
        await test.AssertSpeedTimesAsync([.. AllTimes()]);
        var health = test.Store.Health;
        Assert.Equal((0, 0, null), (health.JournalBytes, health.ParkedBytes, health.OldestUnsealed));
        Assert.Empty(health.Warnings);
        Assert.Equal(Batches * SamplesPerBatch, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        Assert.Empty(Directory.EnumerateFiles(JournalFolder, "*.index"));
        Assert.InRange(Directory.GetFiles(JournalFolder).Length, 0, 1);
        await test.ReopenAsync();
        Assert.Equal("1-120", test.Store.GetWatermark(test.Find(session)).ToString());
        await test.AssertSpeedTimesAsync([.. AllTimes()]);
    }

    [Fact]
    public async Task Open_ParkedSegments_DoesNotReadThem()
    {
        await AppendAsync();
        await test.CloseAsync();
        var damaged = 0;
        foreach (var index in Directory.EnumerateFiles(JournalFolder, "*.index"))
        {
            // Everything between the first record's head and the last record's end.
            var segment = File.OpenHandle(index[..^".index".Length], FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.Write(segment, new byte[100], 100);
            segment.Dispose();
            damaged++;
        }
        Assert.InRange(damaged, 10, Batches);
        test.Open();
        Assert.Equal("1-120", test.Store.GetWatermark(test.Find(session)).ToString());
        Assert.Equal(Batches, test.Store.DurablePosition);
        await Assert.ThrowsAsync<StoreException>(() => test.Store.ReadTimesAsync(test.Speed));
    }

    [Fact]
    public async Task Snapshot_OfParkedSegments_OutlivesTheirSealing()
    {
        await AppendAsync();
        using (var snapshot = test.Store.OpenSnapshot([session.Vehicle]))
        {
            Assert.Equal(Batches, snapshot.Position);
            var reading = snapshot.ReadAsync(test.Speed, TimeRange.All, default).GetAsyncEnumerator();
            away.IsAway = false;
            await test.Store.AppendAsync(Batch(Batches + 1), default);
            await test.Store.SealAsync(default);
            Assert.NotEmpty(Directory.EnumerateFiles(JournalFolder, "*.index"));
            List<long> times = [];
            while (await reading.MoveNextAsync())
                times.AddRange(reading.Current.Times.ToArray());
            Assert.Equal(AllTimes(), times);
        }
        Assert.Empty(Directory.EnumerateFiles(JournalFolder, "*.index"));
    }

    [Fact]
    public async Task Read_BackEndDoesNotAnswer_IsUnavailable()
    {
        await test.CloseAsync();
        test.WrapBackEnd = inner => new HookedBackEnd(inner, () => throw new StoreUnavailableException("away"))
        {
            MayBeAway = true, Finding = () => throw new StoreUnavailableException("http://influx:8086 does not answer"),
        };
        test.Open();
        session = test.Find(session);
        await AppendAsync();
        var exception = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.ReadTimesAsync(test.Speed));
        Assert.Contains("http://influx:8086", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Batches, test.Store.ReadUnsealed(0, 1_000).Count);
    }

    [Fact]
    public async Task Append_BatchLargerThanTheMemory_GetsInAlone()
    {
        await AppendAsync();
        var large = TestVehicle.Speeds(session, 200, [.. RandomTimes(8_000)]);
        Assert.InRange(large.Payload.Length, 8_000, int.MaxValue);
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(large, default));
        Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(Batch(201), default));
        Assert.Equal("1-120 200-201", test.Store.GetWatermark(session).ToString());
    }

    private string JournalFolder => Path.Combine(test.Folder, "journal");

    // Numbers come out of order, so that stretches have holes and later segments have earlier numbers.
    private async Task AppendAsync()
    {
        foreach (var sequence in Enumerable.Range(1, Batches).Select(number => number % 7 == 3 ? number + 2 : number % 7 == 5 ? number - 2 : number))
            Assert.Equal(AppendOutcome.Appended, await test.Store.AppendAsync(Batch(sequence), default));
        await Eventually.IsTrueAsync(() => test.Store.Health.JournalBytes - test.Store.Health.ParkedBytes < 4_000);
    }

    private AcceptedBatch Batch(int sequence) => TestVehicle.Speeds(session, (ulong)sequence, [.. Times(sequence)]);

    private async Task AssertAllAsync()
    {
        session = test.Find(session);
        Assert.InRange(test.Store.Health.ParkedBytes, 1, long.MaxValue);
        await test.AssertSpeedTimesAsync([.. AllTimes()]);
        await test.AssertSpeedTimesOfFirstDayAsync([.. AllTimes()]);
        Assert.Equal(Times(60), await test.Store.ReadTimesAsync(test.Speed, new TimeRange(Times(60).First(), Times(61).First())));
        Assert.Equal("1-120", test.Store.GetWatermark(session).ToString());
        Assert.Equal(AllTimes().Last(), Assert.Single(await test.Store.GetLatestAsync([test.Speed], default)).Time);
        Assert.Equal(1_000_001, test.Store.Health.OldestUnsealed);
        List<DurableBatch> unsealed = [];
        while (test.Store.ReadUnsealed(unsealed.Count, 7) is { Count: > 0 } next)
            unsealed.AddRange(next);
        Assert.Equal(Enumerable.Range(1, Batches).Select(position => (long)position), unsealed.Select(batch => batch.Position));
        Assert.Equal(Batches, unsealed.Select(batch => batch.Sequence).Distinct().Count());
        using var snapshot = test.Store.OpenSnapshot([session.Vehicle]);
        var times = await snapshot.ReadAsync(test.Speed, TimeRange.All, default).ToListAsync();
        Assert.Equal(AllTimes(), times.SelectMany(samples => samples.Times.ToArray()));
    }

    private static IEnumerable<long> RandomTimes(int count)
    {
        var random = new Random(7);
        return Enumerable.Range(0, count).Select(_ => random.NextInt64(UnixTime.NanosPerDay));
    }

    private static IEnumerable<long> AllTimes() => Enumerable.Range(1, Batches).SelectMany(Times);

    private static IEnumerable<long> Times(int sequence) => Enumerable.Range(0, SamplesPerBatch).Select(index => (sequence * 1_000L) + index);
}
