using System.Diagnostics;
using AutoValley.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Benchmarks.Sealing;

/// <summary>
/// A store in this process, fed with batches that were made before: first all are appended (each acknowledged after its sync), then
/// all are sealed. CPU seconds are those of the whole process, so that no thread's work is left out.
/// </summary>
internal static class SealingBenchmark
{
    private const int InFlight = 2_000;

    public static async Task<int> RunAsync(int vehicles, TimeSpan duration, int repeat, TextWriter output)
    {
        var made = new SiteBatches[Math.Min(vehicles, 8)];
        for (var index = 0; index < made.Length; index++)
            made[index] = await SiteBatches.DriveAsync(index, duration);
        var all = Enumerable.Range(0, vehicles).Select(index => made[index % made.Length]).ToArray();
        var samples = all.Sum(one => one.Samples);
        await output.WriteLineAsync($"{vehicles} vehicles, {duration.TotalSeconds:F0} s: {samples:N0} samples, {all.Sum(one => one.Bytes) / (double)samples:F2} B a sample on the wire");
        List<(Cost Append, Cost Seal)> costs = [];
        for (var turn = 0; turn < repeat; turn++)
            costs.Add(await RunOnceAsync(all, samples, output));
        await output.WriteLineAsync($"best append          {costs.Max(cost => samples / cost.Append.Cpu) / 1e6:F1} M samples per CPU second, {costs.Max(cost => samples / cost.Append.Wall) / 1e6:F1} M/s");
        await output.WriteLineAsync($"best seal            {costs.Max(cost => samples / cost.Seal.Cpu) / 1e6:F1} M samples per CPU second, {costs.Max(cost => samples / cost.Seal.Wall) / 1e6:F1} M/s");
        return 0;
    }

    private static async Task<(Cost Append, Cost Seal)> RunOnceAsync(SiteBatches[] all, long samples, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            using var catalogue = SqliteCatalogue.Open(Path.Combine(folder.FullName, "catalog.db"));
            var options = new StoreOptions
            {
                Folder = folder.FullName, SealInterval = TimeSpan.FromHours(1), SegmentBytes = StoreOptions.MaximumSegmentBytes, MaximumUnsealedBytes = 8L << 30,
            };
            await using var store = SampleStore.Open(options, catalogue, TimeProvider.System, NullLogger.Instance);
            var batches = Interleave([.. all.Select((one, index) => one.Of(catalogue, $"vehicle-{index + 1}").ToArray())]);
            GC.Collect();
            var append = await MeasureAsync(() => AppendAsync(store, batches));
            await output.WriteLineAsync($"append               {append} = {append.Cpu / batches.Length * 1e6:F2} µs and {append.Allocated / batches.Length} B a batch");
            var seal = await MeasureAsync(() => store.SealAsync(CancellationToken.None));
            var statistics = await store.GetStatisticsAsync(CancellationToken.None);
            await output.WriteLineAsync($"seal                 {seal}, {statistics.StoreBytes / (double)samples:F3} B a sample in files, {statistics.SealedSamples - samples} missing");
            return (append, seal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // As they would come: batch after batch of all vehicles.
    private static AcceptedBatch[] Interleave(AcceptedBatch[][] vehicles) =>
        [.. Enumerable.Range(0, vehicles.Max(one => one.Length)).SelectMany(index => vehicles.Where(one => index < one.Length).Select(one => one[index]))];

    private static async Task AppendAsync(SampleStore store, AcceptedBatch[] batches)
    {
        var flight = new Queue<Task<AppendOutcome>>(InFlight);
        foreach (var batch in batches)
        {
            if (flight.Count == InFlight)
                await flight.Dequeue();
            flight.Enqueue(store.AppendAsync(batch, CancellationToken.None).AsTask());
        }
        while (flight.TryDequeue(out var last))
            await last;
    }

    private static async Task<Cost> MeasureAsync(Func<Task> work)
    {
        var (allocated, cpu, start) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await work();
        return new Cost(
            Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, GC.GetTotalAllocatedBytes() - allocated);
    }

    private sealed record Cost(double Wall, double Cpu, long Allocated)
    {
        public override string ToString() => $"{Wall:F2} s, {Cpu:F2} CPU s, {Allocated >> 20} MiB allocated";
    }
}
