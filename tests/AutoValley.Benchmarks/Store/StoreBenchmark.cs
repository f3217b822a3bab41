using System.Globalization;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;
using Grpc.Core;

namespace AutoValley.Benchmarks.Store;

/// <summary>Puts the same samples into every store, one store at a time, each in a process and a folder of its own.</summary>
internal sealed class StoreBenchmark(StoreWorkload workload, Report report)
{
    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var name in workload.DataSets)
        {
            report.Step($"{name}: making about {workload.Samples:N0} samples");
            var data = await DataSetCatalogue.CreateAsync(name, workload.Samples, stop);
            var slices = Slices.Cut(data, workload.BatchSamples).ToList();
            await RunAsync(data, slices, stop);
        }
    }

    private async Task RunAsync(DataSet data, List<Slice> slices, CancellationToken stop)
    {
        var size = Culture($"{data.SampleCount:N0} samples, {data.SeriesCount:N0} series, {data.Vehicles.Count} vehicles, {slices.Count:N0} batches");
        report.Step($"{data.Name}: {size}");
        var table = new ReportTable(
            $"{data.Name}: {size}",
            "store", "acknowledged means", "samples/s", "CPU s", "queryable s", "settled s", "CPU s in all", "RSS MiB", "bytes/sample",
            "equal");
        var truth = SeriesFacts.Of(data);
        foreach (var name in workload.Peers)
        {
            var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
            try
            {
                await using var peer = StorePeers.Create(name);
                report.Step($"{data.Name}: {peer.Name}");
                await peer.PrepareAsync(data, slices, folder.FullName, stop);
                AddRow(table, peer, data, await StoreMeasurement.RunAsync(peer, truth, stop));
                if (peer.Breakdown is { } breakdown)
                    report.Note($"{data.Name}, {peer.Name}: {breakdown}");
            }
            catch (BenchmarkException left)
            {
                report.Note($"{name} is left out: {left.Message}");
            }
            catch (Exception failure) when (failure is HttpRequestException or RpcException or IOException && !stop.IsCancellationRequested)
            {
                report.Difference($"{name} failed: {failure.Message}");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
        report.Add(table);
        if (workload.Peers.Contains("autovalley"))
            await CrashAsync(data, slices, stop);
    }

    private async Task CrashAsync(DataSet data, List<Slice> slices, CancellationToken stop)
    {
        report.Step($"{data.Name}: kill -9 and reread");
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            var crash = await CrashMeasurement.RunAsync(data, slices, Path.Combine(folder.FullName, "data"), stop);
            var ready = Culture($"{data.Name}: kill -9 after the last PUBACK, ready again in {crash.Ready.TotalSeconds:F2} s");
            var text = ready + Culture($", every sample read back: {crash.Wrong:N0} of {data.SampleCount:N0} differ");
            if (crash.Wrong == 0)
                report.Note(text);
            else
                report.Difference(text);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void AddRow(ReportTable table, IStorePeer peer, DataSet data, StoreResult result)
    {
        table.Add(
            peer.Name,
            peer.Durability,
            Culture($"{data.SampleCount / result.Acknowledged.TotalSeconds:N0}"),
            Culture($"{result.AcknowledgedCpu.TotalSeconds:F2}"),
            Culture($"{result.Queryable.TotalSeconds:F2}"),
            Culture($"{result.Settled.TotalSeconds:F1}"),
            Culture($"{result.SettledCpu.TotalSeconds:F2}"),
            Culture($"{result.PeakResidentBytes / 1048576.0:N0}"),
            Culture($"{result.Contents.DiskBytes / (double)data.SampleCount:F3}"),
            result.Contents.Differences == 0 ? "yes" : "NO");
        if (result.Contents.Differences > 0)
            report.Difference(Culture($"{peer.Name}: {result.Contents.Differences:N0} series differ, first {result.Contents.FirstDifference}"));
    }

    private static string Culture(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
