using AutoValley.Storage.Tests.Journal;
using AutoValley.Storage.Tests.Sealing;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace AutoValley.Storage.Tests.Faults;

/// <summary>
/// The process is killed, or the machine loses its power, before each operation in turn on any file of the store: journal, day files, catalogue;
/// while it appends, seals, merges, opens. Afterwards what was acknowledged is there, every batch whole or not at all, nothing twice. See <see cref="CrashPoints"/>.
/// </summary>
public sealed class CrashAnywhereTests(ITestOutputHelper output)
{
    private const int Sessions = 2;
    private const ulong Batches = 8;

    private bool hasParked;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Crash_BeforeAnyOperation_LosesAndDoublesNothing(bool losesPower, bool parks)
    {
        var operations = await CrashPoints.PlayAsync(operation => PlayAsync(operation, losesPower, parks), output.WriteLine);
        Assert.Equal(parks, hasParked);
        // Else the layer that is to fail was not in between.
        Assert.All(["create", "write", "sync", "delete", "sync folder", "set length"], name => Assert.Contains(name, operations));
    }

    /// <summary>Crashes before one operation; gives the operations up to there.</summary>
    private async Task<IReadOnlyList<string>> PlayAsync(int operation, bool losesPower, bool parks)
    {
        var plan = new FaultPlan((number, _) => number == operation ? Fault.Crash : Fault.None);
        SqliteDisk disk = null!;
        var journal = new SimulatedDisk { Decide = (_, name) => plan.Next(name) };
        await using var test = new TestStore(
            journal, options => options with { SegmentBytes = 2_048, MaximumOpenDays = 2, MaximumUnsealedBytes = parks ? 3_000 : 1 << 20 }, prepare: folder => disk = new SqliteDisk(folder, plan));
        using var attached = disk;
        Session[] sessions = [.. Enumerable.Range(0, Sessions).Select(_ => test.Vehicle.NewSession())];
        var away = new BackEndAway { IsAway = parks };
        test.WrapBackEnd = away.Around;
        await test.ReopenAsync();
        plan.Arm();
        var (acknowledged, isOpen) = await UseAsync(test, sessions, away);
        hasParked |= journal.Names.Any(name => name.EndsWith(".index", StringComparison.Ordinal));
        if (isOpen)
            await test.CloseAsync();
        var operations = plan.Operations;

        plan.Disarm();
        away.IsAway = false;
        var random = new Random(operation);
        if (losesPower)
            disk.LosePower(random);
        test.Files = losesPower ? journal.AfterCrash(random) : journal.AfterKill();
        test.Open();
        await CompareAsync(test, sessions, acknowledged);
        return operations;
    }

    // What was acknowledged until something failed, and whether the store is open then.
    private static async Task<(HashSet<(int Session, ulong Sequence)> Acknowledged, bool IsOpen)> UseAsync(TestStore test, Session[] sessions, BackEndAway away)
    {
        HashSet<(int, ulong)> acknowledged = [];
        var (isOpen, parks) = (true, away.IsAway);
        try
        {
            for (var sequence = 1UL; sequence <= Batches; sequence++)
            {
                for (var session = 0; session < Sessions; session++)
                {
                    await test.Store.AppendAsync(Batch(test.Find(sessions[session]), session, sequence), default);
                    acknowledged.Add((session, sequence));
                }
                // It stays away over the restart.
                if (away.IsAway && sequence == 6)
                    away.IsAway = false;
                if (sequence % 3 == 0 && !away.IsAway)
                    await test.Store.SealAsync(default);
                if (sequence == 7 && !parks)
                    await test.CompactAsync();
                if (sequence != 5)
                    continue;
                await test.CloseAsync();
                isOpen = false;
                test.Open();
                isOpen = true;
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreException or CatalogueException or IOException or SqliteException)
        {
        }
        return (acknowledged, isOpen);
    }

    private static async Task CompareAsync(TestStore test, Session[] sessions, HashSet<(int Session, ulong Sequence)> acknowledged)
    {
        // 1. Every batch that the watermark covers, whole; all that were acknowledged among them.
        var (held, all) = (new Model(), new Model());
        for (var session = 0; session < Sessions; session++)
        {
            var found = test.Find(sessions[session]);
            var watermark = test.Store.GetWatermark(found);
            for (var sequence = 1UL; sequence <= Batches; sequence++)
            {
                Assert.True(watermark.Contains(sequence) || !acknowledged.Contains((session, sequence)), $"{session}/{sequence} was acknowledged; {watermark}");
                if (watermark.Contains(sequence))
                    Add(test, held, found, session, sequence);
                Add(test, all, found, session, sequence);
            }
        }
        await CompareAsync(test, held);

        // 2. The vehicle sends everything again; sealed or not, everything is there.
        for (var session = 0; session < Sessions; session++)
        {
            for (var sequence = 1UL; sequence <= Batches; sequence++)
                await test.Store.AppendAsync(Batch(test.Find(sessions[session]), session, sequence), default);
        }
        await CompareAsync(test, all);
        await test.Store.SealAsync(default);
        await test.ReopenAsync();
        await CompareAsync(test, all);
    }

    private static async Task CompareAsync(TestStore test, Model model)
    {
        foreach (var signal in TestVehicle.Signals)
        {
            var series = test.Vehicle.Series(signal.Id);
            var expected = model.Read(series.Id, TimeRange.All);
            Assert.Equal(expected, await test.Store.ReadAllAsync(series));
            // Statistics count a sample that was sealed twice twice.
            if (signal.Type != SignalType.Text)
                Assert.Equal(Model.Buckets(expected, UnixTime.NanosPerDay), await test.Store.AggregateAllAsync(series, UnixTime.NanosPerDay));
        }
    }

    private static AcceptedBatch Batch(Session session, int index, ulong sequence) =>
        TestVehicle.Batch(session, sequence, [.. new AppendStep(index, sequence).Columns()]);

    private static void Add(TestStore test, Model model, Session session, int index, ulong sequence) => model.Append(
        session.Id, sequence, new AppendStep(index, sequence).Columns().SelectMany(column => column.Times.Select(
            (time, place) => (test.Vehicle.Series(column.Signal).Id, time, SampleValue.At(column.Values, place)))));
}
