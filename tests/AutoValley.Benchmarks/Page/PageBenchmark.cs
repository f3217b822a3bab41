using System.Globalization;
using AutoValley.Benchmarks.Reports;
using AutoValley.Benchmarks.Site;
using AutoValley.Benchmarks.Watch;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Net.Client;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Benchmarks.Page;

/// <summary>A server process with its page, this process as the fleet, and a browser that shows the Site screen, all on the same cores.</summary>
internal sealed class PageBenchmark(int vehicles, string program, Report report)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    public async Task RunAsync(int rounds, TimeSpan span, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName, cancellation);
            using var channel = GrpcChannel.ForAddress(server.Grpc);
            var map = new ImportMapRequest { Content = ByteString.CopyFrom(WatchFleet.Map()), File = "ground.geojson", Person = "benchmark", Activate = true };
            await new SiteService.SiteServiceClient(channel).ImportMapAsync(map, cancellationToken: cancellation);
            await using var fleet = await WatchFleet.OpenAsync(server.Mqtt, vehicles, cancellation);
            await using var page = await WatchedPage.OpenAsync(program, server.Http);
            await fleet.PublishAsync(WarmUp, cancellation);
            var table = new ReportTable(
                "Site screen", "round", "vehicles", "display", "frames/s", "main thread, cores", "page's process, cores", "GPU process, cores", "server, cores");
            for (var round = 1; round <= rounds; round++)
            {
                report.Step($"round {round} of {rounds}");
                table.Add(await RoundAsync(round, server, fleet, page, span, cancellation));
            }
            report.Note(
                $"{vehicles} vehicles on 100 zones, each 10 reports/s over MQTT QoS 1, shown 1280 by 800 by the Site screen with the list of zones; no graphics card: WebGL is drawn by "
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
