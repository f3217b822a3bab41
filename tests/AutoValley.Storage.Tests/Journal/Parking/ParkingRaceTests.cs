using AutoValley.Storage.Tests.Sealing;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Journal.Parking;

/// <summary>Readers while batches go from memory to parked segments and to the back end, which comes and goes.</summary>
public sealed class ParkingRaceTests
{
    private const int Batches = 600;
    private const int Readers = 3;

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
}
