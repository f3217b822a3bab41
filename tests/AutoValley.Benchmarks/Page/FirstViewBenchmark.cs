using AutoValley.Benchmarks.Reports;
using AutoValley.Benchmarks.Site;
using AutoValley.Benchmarks.Watch;

namespace AutoValley.Benchmarks.Page;

/// <summary>How long the Site screen takes to be seen by a browser that has nothing of it, while the vehicles move, and what travels for that.</summary>
internal sealed class FirstViewBenchmark(PageWorkload workload, PageBrowser browser, Report report)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    // Longer than a view takes.
    private static readonly TimeSpan Meanwhile = TimeSpan.FromSeconds(5);

    public async Task RunAsync(ReportTable figures, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName, cancellation);
            await WatchFleet.ImportMapAsync(server.Grpc, cancellation);
            await using var fleet = await WatchFleet.OpenAsync(server.Mqtt, workload.Vehicles, cancellation);
            await fleet.PublishAsync(WarmUp, cancellation);
            var views = new List<FirstView>();
            while (views.Count < workload.Views)
            {
                report.Step($"first view {views.Count + 1} of {workload.Views}");
                var publishing = fleet.PublishAsync(Meanwhile, cancellation);
                views.Add(await FirstView.OpenAsync(browser, server.Http, cancellation));
                await publishing;
            }
            Add(figures, views);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Add(ReportTable figures, List<FirstView> views)
    {
        double[] times = [.. views.Select(view => view.Shown.TotalMilliseconds).Order()];
        // Answers about what moves differ a little.
        var largest = views.MaxBy(view => view.Bytes - view.LibraryBytes)!;
        figures.Add(
            "first view of Site, from the navigation until its heading and first zone are drawn", "< 1,500 ms",
            $"{times[times.Length / 2]:N0} ms, worst {times[^1]:N0} ms ({times.Length} contexts)");
        figures.Add(
            "what travels for it, compressed, without the map library", "< 500 KB",
            $"{(largest.Bytes - largest.LibraryBytes) / 1e3:N0} KB ({largest.Bytes / 1e3:N0} KB with it)");
        report.Note($"first view: {workload.Vehicles} moving vehicles on 100 zones; every view in a context of its own, the first one in a browser and of a server that have shown no page before");
    }
}
