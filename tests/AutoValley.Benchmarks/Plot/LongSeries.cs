using AutoValley.Benchmarks.DataSets;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Benchmarks.Plot;

/// <summary>A store with one sealed signal of many samples at 100 Hz: a speed that wanders, with two decimals.</summary>
internal static class LongSeries
{
    public const long Start = 1_767_571_200_000_000_000;
    public static readonly VehicleName Vehicle = new("bench", "long");

    private const int BatchSamples = 250_000;
    private const int BatchesASeal = 40;

    /// <summary>The last time.</summary>
    public static long End(long samples) => Start + ((samples - 1) * SpeedRecording.StepNanos);

    public static StoreOptions Options(string folder) =>
        new() { Folder = folder, SealInterval = TimeSpan.FromHours(1), MaximumUnsealedBytes = 4L << 30 };

    public static async Task SealAsync(string folder, long samples, CancellationToken cancellation)
    {
        using var catalogue = SqliteCatalogue.Open(Path.Combine(folder, "catalog.db"));
        await using var store = SampleStore.Open(Options(folder), catalogue, TimeProvider.System, NullLogger.Instance);
        var session = catalogue.Declare(
            catalogue.AddVehicle(Vehicle), SessionId.New(), [new SignalDefinition(1, SpeedRecording.Signal, SignalType.Double)]);
        var (random, speed, acceleration, number) = (new Random(1), 50.0, 0.0, 0UL);
        var (times, values) = (new long[BatchSamples], new double[BatchSamples]);
        for (var done = 0L; done < samples; done += BatchSamples)
        {
            var count = (int)Math.Min(BatchSamples, samples - done);
            for (var index = 0; index < count; index++)
            {
                acceleration = (acceleration * 0.995) + ((random.NextDouble() - 0.5) * 0.2);
                speed = Math.Clamp(speed + (acceleration * 0.036), 0, 130);
                times[index] = Start + ((done + index) * SpeedRecording.StepNanos);
                values[index] = Math.Round(Math.Max(0, speed + ((random.NextDouble() - 0.5) * 0.06)), 2);
            }
            var writer = new BatchWriter();
            writer.AddColumn(1, writer.AddTimes(times.AsSpan(0, count)), Values.Of(values.AsMemory(0, count)));
            var payload = writer.ToPayload(session.SessionId, ++number, times[0], times[0], ClockQuality.Unknown);
            await store.AppendAsync(new AcceptedBatch(session, number, 0, payload), cancellation);
            if (number % BatchesASeal == 0)
                await store.SealAsync(cancellation);
        }
        await store.SealAsync(cancellation);
    }
}
