using AutoValley.Storage.Tests.Sealing;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Xunit.Abstractions;

namespace AutoValley.Storage.Tests.Journal.Parking;

/// <summary>However much waits, memory has what it may have; in a process in which no other test runs meanwhile.</summary>
/// <remarks>96 MiB of journal; 2 GiB with the environment variable <c>AUTOVALLEY_LONG_TESTS=1</c>.</remarks>
[Collection(nameof(ParkedMemoryTests))]
[CollectionDefinition(nameof(ParkedMemoryTests), DisableParallelization = true)]
public sealed class ParkedMemoryTests(ITestOutputHelper output)
{
    private const long Mebibyte = 1 << 20;
    private const int Group = 16;
    private const int Samples = 8_192;
    private static readonly long JournalBytes = Environment.GetEnvironmentVariable("AUTOVALLEY_LONG_TESTS") == "1" ? 2_048 * Mebibyte : 96 * Mebibyte;

    [Fact]
    public async Task Append_MoreThanTheMemoryHolds_StaysWithinIt()
    {
        var away = new BackEndAway { IsAway = true };
        await using var test = new TestStore(
            options: options => options with { MaximumUnsealedBytes = 8 * Mebibyte, SegmentBytes = 2 * Mebibyte }) { WrapBackEnd = away.Around };
        var session = test.Vehicle.NewSession();
        await test.ReopenAsync();
        session = test.Find(session);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (random, sequence, most) = (new Random(1), 0UL, 0L);
        while (test.Store.Health.JournalBytes < JournalBytes)
        {
            await test.Store.AppendAllAsync([.. Enumerable.Range(0, Group).Select(_ => Batch(session, ++sequence, random))]);
            if (sequence % (Group * 32) == 0)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        await Eventually.IsTrueAsync(() => test.Store.Health.JournalBytes - test.Store.Health.ParkedBytes < 8 * Mebibyte);
        var indices = Directory.EnumerateFiles(Path.Combine(test.Folder, "journal"), "*.index").Sum(path => new FileInfo(path).Length);
        output.WriteLine($"{test.Store.Health.JournalBytes} bytes of journal, {test.Store.Health.ParkedBytes} parked, {indices} of indices, {most} of memory at most");
        Assert.InRange(most, 0, 16 * Mebibyte);

        // A start reads none of it, and a read only what it needs, piece by piece.
        await test.ReopenAsync();
        before = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(before, long.MinValue, 16 * Mebibyte);
        var (read, next) = (0L, 0L);
        await foreach (var slice in test.Store.ReadAsync(test.Speed, TimeRange.All, default))
        {
            Assert.Equal(next, slice.Times.Span[0]);
            (read, next) = (read + slice.Count, slice.Times.Span[^1] + 1);
        }
        Assert.Equal((long)sequence * Samples, read);

        away.IsAway = false;
        await test.Store.SealAsync(default);
        Assert.Equal((long)sequence * Samples, (await test.Store.GetStatisticsAsync(default)).SealedSamples);
    }

    private static AcceptedBatch Batch(Session session, ulong sequence, Random random)
    {
        var times = Enumerable.Range(0, Samples).Select(index => (((long)sequence - 1) * Samples) + index).ToArray();
        return TestVehicle.Batch(session, sequence, (TestVehicle.Speed, times, Values.Of(times.Select(_ => random.NextDouble()).ToArray())));
    }
}
