using AutoValley.Benchmarks.Codec;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers.AutoValley;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Benchmarks.Reading;

/// <summary>A store in this process: sealed segment by segment, merged, and read. CPU time is the reading thread's, least of some repetitions.</summary>
internal static class ReadingBenchmark
{
    private const int BatchSamples = 5_000;
    private const int Repetitions = 60;
    private const long TenSeconds = 10 * UnixTime.NanosPerSecond;
    private const int Zooms = 2_000;

    public static async Task<int> RunAsync(string name, long samples, TimeSpan segment, TextWriter output, CancellationToken cancellation)
    {
        var data = name == "speed"
            ? SpeedRecording.Create(samples / 2, samples / 2 / SpeedRecording.FleetSize)
            : await DataSetCatalogue.CreateAsync(name, samples, cancellation);
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            using var catalogue = SqliteCatalogue.Open(Path.Combine(folder.FullName, "catalog.db"));
            var options = new StoreOptions { Folder = folder.FullName, SealInterval = TimeSpan.FromHours(1), MaximumUnsealedBytes = 4L << 30 };
            await using (var store = SampleStore.Open(options, catalogue, TimeProvider.System, NullLogger.Instance))
            {
                await SealAsync(store, catalogue, data, segment, cancellation);
                await DayFileSizes.PrintAsync(folder.FullName, "sealed", data.SampleCount, output);
                await MergeAsync(store, cancellation);
            }
            await DayFileSizes.PrintAsync(folder.FullName, "merged", data.SampleCount, output);
            await using (var store = SampleStore.Open(options, catalogue, TimeProvider.System, NullLogger.Instance))
                await ReadAsync(store, catalogue, data, output);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task SealAsync(SampleStore store, SqliteCatalogue catalogue, DataSet data, TimeSpan segment, CancellationToken cancellation)
    {
        var nanos = (long)segment.TotalSeconds * UnixTime.NanosPerSecond;
        var (sessions, numbers) = (new Dictionary<VehicleName, Session>(), new Dictionary<VehicleName, ulong>());
        var end = data.Range.From + nanos;
        foreach (var batch in WireBatches.Encode(data, [.. Slices.Cut(data, BatchSamples)]).Batches)
        {
            if (BatchView.TryRead(batch.Payload, BatchLimits.Default, out var view, out _) != BatchError.None)
                throw new BenchmarkException("a batch that does not read");
            if (!sessions.TryGetValue(batch.Vehicle.Name, out var session))
                sessions.Add(batch.Vehicle.Name, session = Declare(catalogue, batch.Vehicle));
            if (view!.DecodeTimes(0).Span[0] >= end)
            {
                await store.SealAsync(cancellation);
                end += nanos;
            }
            var number = numbers[batch.Vehicle.Name] = numbers.GetValueOrDefault(batch.Vehicle.Name) + 1;
            await store.AppendAsync(new AcceptedBatch(session, number, 0, batch.Payload), cancellation);
        }
        await store.SealAsync(cancellation);
    }

    private static Session Declare(SqliteCatalogue catalogue, WireVehicle vehicle)
    {
        if (!CatalogCodec.TryRead(vehicle.Catalog, out var session, out var signals, out _))
            throw new BenchmarkException("a catalogue that does not read");
        return catalogue.Declare(catalogue.AddVehicle(vehicle.Name), session, signals);
    }

    private static async Task MergeAsync(SampleStore store, CancellationToken cancellation)
    {
        while (await store.CompactAsync(null, cancellation))
        {
        }
        foreach (var day in (await store.Maintenance.GetUsageAsync(cancellation)).Days)
        {
            while (await store.CompactAsync(day.Day, cancellation))
            {
            }
        }
    }

    private static async Task ReadAsync(SampleStore store, SqliteCatalogue catalogue, DataSet data, TextWriter output)
    {
        var series = catalogue.Vehicles.SelectMany(catalogue.Series).Where(one => one.Type != SignalType.Text).ToArray();
        var (all, count) = (data.Range, data.SampleCount);
        await PrintAsync("mean, min, max per 10 s", count, () => series.Sum(one => Count(store.AggregateAsync(one, all, TenSeconds, default), b => b.Count)), output);
        var deviations = new BucketRequest(TenSeconds, true);
        await PrintAsync("the same with deviations", count, () => series.Sum(one => Count(store.AggregateAsync(one, all, deviations, default), b => b.Count)), output);
        var zoom = (all.To - all.From) / Zooms;
        await PrintAsync("stretches for 2,000 pixels", count, () => series.Sum(one => Count(store.SummariesAsync(one, all, zoom, default), s => s.Count)), output);
        await PrintAsync("columns as stored", count, () => series.Sum(one => Count(store.ReadEncodedAsync(one, all, default), s => s.Count)), output);
        await PrintAsync("decoded columns", count, () => series.Sum(one => Count(store.ReadAsync(one, all, default), s => s.Count)), output);
    }

    private static async Task PrintAsync(string what, long expected, Func<long> read, TextWriter output)
    {
        var found = 0L;
        var nanos = ThreadTime.NanosOf(() => found = read(), Repetitions);
        var note = found == expected ? "" : $" BUT {found} samples";
        await output.WriteLineAsync($"{what,-28} {nanos / 1e6,10:F3} ms of CPU for {expected:N0} samples = {expected / nanos * 1e3,8:N0} M samples/s{note}");
    }

    // Nothing of a sealed read waits: it ends on the thread that began it.
    private static long Count<T>(IAsyncEnumerable<T> answer, Func<T, long> count)
    {
        var enumerator = answer.GetAsyncEnumerator();
        var sum = 0L;
        while (Now(enumerator.MoveNextAsync()))
            sum += count(enumerator.Current);
        return sum;
    }

    private static bool Now(ValueTask<bool> step) => step.IsCompleted ? step.GetAwaiter().GetResult() : throw new BenchmarkException("a read that waits");
}
