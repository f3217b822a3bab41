using System.Globalization;
using AutoValley.Benchmarks.Reports;
using AutoValley.Benchmarks.Site;
using AutoValley.Benchmarks.Watch;

namespace AutoValley.Benchmarks.Page;

/// <summary>A server process with its page, this process as the fleet, and a browser that shows the Site screen, all on the same cores.</summary>
internal sealed class FramesBenchmark(PageWorkload workload, PageBrowser browser, Report report)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName, cancellation);
            await WatchFleet.ImportMapAsync(server.Grpc, cancellation);
            await using var fleet = await WatchFleet.OpenAsync(server.Mqtt, workload.Vehicles, cancellation);
            await using var page = await WatchedPage.OpenAsync(browser, server.Http);
            await fleet.PublishAsync(WarmUp, cancellation);
            var table = new ReportTable(
                "Site screen", "round", "vehicles", "display", "frames/s", "main thread, cores", "page's process, cores", "GPU process, cores", "server, cores");
            for (var round = 1; round <= workload.Rounds; round++)
            {
                report.Step($"round {round} of {workload.Rounds}");
                table.Add(await RoundAsync(round, server, fleet, page, workload.Span, cancellation));
            }
            report.Note(
                $"{workload.Vehicles} vehicles on 100 zones, each 10 reports/s over MQTT QoS 1, shown 1280 by 800 by the Site screen with the list of zones; no graphics card: WebGL is drawn by "
                + "the GPU process in software, all else by the page's; frames: in which the page drew");
            report.Add(table);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string[]> RoundAsync(
        int round, ServerProcess server, WatchFleet fleet, WatchedPage page, TimeSpan span, CancellationToken cancellation)
    {
        var publishing = fleet.PublishAsync(span + TimeSpan.FromSeconds(1), cancellation);
        var (before, cpu) = (await page.CostAsync(), server.Cpu);
        await Task.Delay(span, cancellation);
        var (after, display) = (await page.CostAsync(), await page.DisplayAsync());
        cpu = server.Cpu - cpu;
        await publishing;
        var seconds = (after.Taken - before.Taken).TotalSeconds;
        string Rate(double from, double to) => ((to - from) / seconds).ToString("N2", CultureInfo.InvariantCulture);
        return
        [
            $"{round}", display.Vehicles, display.Mode, Rate(before.Frames, after.Frames), Rate(before.MainThread, after.MainThread), Rate(before.Renderer, after.Renderer),
            Rate(before.Gpu, after.Gpu), Rate(0, cpu.TotalSeconds),
        ];
    }
}
