using AutoValley.Benchmarks.Codec;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Server.Query.Search;
using AutoValley.Server.Query.Search.Spans;
using AutoValley.Storage;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Benchmarks.Plot;

/// <summary>Plots and searches of a long signal in this process: CPU time of the thread, the least of some repetitions of each.</summary>
internal static class PlotBenchmark
{
    private const int Maximum = 4_000;
    private const int Zooms = 300;
    private const int Repetitions = 3;

    public static async Task<int> RunAsync(long samples, TextWriter output, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await LongSeries.SealAsync(folder.FullName, samples, cancellation);
            await MeasureAsync(folder.FullName, samples, output);
            await PlotCalls.MeasureAsync(folder.FullName, ZoomsOf(samples), Maximum, output, cancellation);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, long samples, TextWriter output)
    {
        using var catalogue = SqliteCatalogue.Open(Path.Combine(folder, "catalog.db"));
        await using var store = SampleStore.Open(LongSeries.Options(folder), catalogue, TimeProvider.System, NullLogger.Instance);
        var series = catalogue.FindSeries(catalogue.FindVehicle(LongSeries.Vehicle)!, SpeedRecording.Signal)[0];
        var whole = new TimeRange(LongSeries.Start, LongSeries.End(samples) + 1);
        foreach (var method in Enum.GetValues<ReductionMethod>())
        {
            var options = new ReductionOptions(Maximum, method);
            var rows = 0;
            var nanos = ThreadTime.NanosOf(() => rows = Rows(Now(PlotReduction.ReduceAsync(store, series, whole, options, default))), Repetitions);
            await output.WriteLineAsync($"{method}, all {samples:N0} samples: {rows} rows in {nanos / 1e6:F3} ms of CPU");
        }
        var every = ZoomsOf(samples)
            .Select(zoom => ThreadTime.NanosOf(() => Now(PlotReduction.ReduceAsync(store, series, zoom, new(Maximum), default)), Repetitions) / 1e6)
            .Order().ToArray();
        await output.WriteLineAsync($"MinMax, {Zooms} zooms of any length: p50 {every[Zooms / 2]:F3}, p99 {every[Zooms * 99 / 100]:F3}, most {every[^1]:F3} ms of CPU");
        foreach (var predicate in new[] { "Vehicle.Speed > 131", "Vehicle.Speed > 129.9", "Vehicle.Speed >= 60 and Vehicle.Speed < 60.5", "Vehicle.Speed >= 0" })
            await SearchAsync(store, series, whole, predicate, output);
    }

    private static async Task SearchAsync(ISampleStore store, Series series, TimeRange range, string predicate, TextWriter output)
    {
        var search = new VehicleSearch(store, new SearchQuestion(PredicateParser.Parse(predicate), range, 0, new MaximumAge(5 * UnixTime.NanosPerSecond)));
        var found = 0;
        var nanos = ThreadTime.NanosOf(() => found = Now(search.FindAsync(_ => [series], default).CountAsync().AsTask()), Repetitions);
        await output.WriteLineAsync($"search {predicate}: {found:N0} spans in {nanos / 1e6:F3} ms of CPU");
    }

    /// <summary>Ranges from a sample a bucket up to all, all orders of magnitude alike, anywhere; the same ones every time.</summary>
    private static IEnumerable<TimeRange> ZoomsOf(long samples)
    {
        var (random, shortest) = (new Random(1), (double)Maximum * SpeedRecording.StepNanos);
        var whole = (double)samples * SpeedRecording.StepNanos;
        for (var number = 0; number < Zooms; number++)
        {
            var length = (long)(shortest * Math.Pow(whole / shortest, random.NextDouble()));
            var from = LongSeries.Start + (long)((whole - length) * random.NextDouble());
            yield return new TimeRange(from, from + length);
        }
    }

    private static int Rows(Reduction reduction) => reduction.Samples?.Count ?? reduction.Stretches.Count;

    // Nothing of a sealed read waits: it ends on the thread that began it.
    private static T Now<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new BenchmarkException("a read that waits");
}
