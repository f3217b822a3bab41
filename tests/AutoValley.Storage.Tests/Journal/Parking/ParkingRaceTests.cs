using AutoValley.Storage.Journal;
using AutoValley.Storage.Journal.Parking;
using AutoValley.Storage.Tests.Sealing;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Journal.Parking;

/// <summary>Readers while batches go from memory to parked segments and to the back end, which comes and goes.</summary>
public sealed class ParkingRaceTests
{
    private const int Batches = 600;
    private const int Readers = 3;
    private const int Segments = 3_000;

    [Fact]
    public async Task Read_WhileSegmentsMove_SeesAllThatWasAcknowledgedOnce()
    {
        var away = new BackEndAway { IsAway = true };
        await using var test = new TestStore(options: options => options with { MaximumUnsealedBytes = 6_000, SegmentBytes = 1_000 }) { WrapBackEnd = away.Around };
        var session = test.Vehicle.NewSession();
        await test.ReopenAsync();
        session = test.Find(session);
        var acknowledged = 0L;
        var readers = Enumerable.Range(0, Readers).Select(reader => Task.Run(() => ReadAsync(reader))).ToArray();
        for (var number = 1; number <= Batches; number++)
        {
            away.IsAway = number / 40 % 2 == 0;
            await test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)number, number), default);
            Volatile.Write(ref acknowledged, number);
        }
        away.IsAway = false;
        await Task.WhenAll(readers);
        await test.Store.SealAsync(default);
        Assert.Equal(Batches, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
        await test.AssertSpeedTimesAsync([.. Enumerable.Range(1, Batches).Select(number => (long)number)]);

        async Task ReadAsync(int reader)
        {
            for (var held = 0L; held < Batches;)
            {
                held = Volatile.Read(ref acknowledged);
                using var snapshot = test.Store.OpenSnapshot([session.Vehicle]);
                var latest = (await test.Store.GetLatestAsync([test.Speed], default)).Select(sample => sample.Time).FirstOrDefault();
                var times = reader == 0
                    ? (await snapshot.ReadAsync(test.Speed, TimeRange.All, default).ToListAsync()).SelectMany(samples => samples.Times.ToArray()).ToArray()
                    : await test.Store.ReadTimesAsync(test.Speed);
                Assert.InRange(latest, held, Batches);
                Assert.InRange(times.Length, held, reader == 0 ? snapshot.Position : Batches);
                Assert.Equal(Enumerable.Range(1, times.Length).Select(time => (long)time), times);
            }
        }
    }

    [Fact]
    public async Task Of_WhileSegmentsAreParked_MissesNone()
    {
        var shuttle = new Vehicle(1, new VehicleName("avl", "shuttle-1"));
        var session = new Session(7, shuttle, new SessionId(7));
        var (room, gate) = (new Room(long.MaxValue, long.MaxValue), new object());
        var place = new ParkingPlace(new SimulatedDisk(), new JournalSessions([session]), NullLogger.Instance);
        var backlog = new Backlog(place, room, gate);
        var ledger = new SessionLedger(new Dictionary<int, SequenceRanges>(), int.MaxValue);
        List<(ClosedSegment Closed, ParkedSegment Parked)> segments = [];
        for (var position = 1; position <= Segments; position++)
        {
            var segment = new JournalSegment(position);
            segment.Add(new JournalRecord(session, (ulong)position, 0, new byte[] { 1 }) { Position = position });
            segments.Add((new ClosedSegment(segment), place.Park(segment)));
            backlog.Waiting.Add(segments[^1].Closed);
            backlog.Replay(segments[^1].Closed, ledger);
        }
        var parking = Task.Run(() => segments.Count(segment => backlog.TryPark(segment.Closed, segment.Parked)));
        while (!parking.IsCompleted)
        {
            var view = backlog.Of(shuttle);
            Assert.InRange(view.Records.Length + view.Parked.Length, Segments, int.MaxValue);
        }
        // The first is the sealer's.
        Assert.Equal(Segments - 1, await parking);
        Assert.Equal((1, Segments - 1), (backlog.Of(shuttle).Records.Length, backlog.Of(shuttle).Parked.Length));
    }
}
