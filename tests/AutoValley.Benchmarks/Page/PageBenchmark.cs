using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Page;

/// <summary>The parts that were asked for, one after the other, each with a server, a folder and a browser of its own.</summary>
internal sealed class PageBenchmark(PageWorkload workload, string program, Report report)
{
    public const string Frames = "frames";
    public const string FirstView = "first-view";
    public const string Zoom = "zoom";

    public static readonly IReadOnlyList<string> Parts = [Frames, FirstView, Zoom];

    public async Task RunAsync(IReadOnlyList<string> parts, CancellationToken cancellation)
    {
        var figures = new ReportTable("The page", "what", "goal", "measured");
        foreach (var part in parts)
        {
            await using var browser = await PageBrowser.StartAsync(program);
            await (part switch
            {
                FirstView => new FirstViewBenchmark(workload, browser, report).RunAsync(figures, cancellation),
                Zoom => new ZoomBenchmark(browser, report).RunAsync(figures, cancellation),
                _ => new FramesBenchmark(workload, browser, report).RunAsync(cancellation),
            });
        }
        if (figures.HasRows)
            report.Add(figures);
    }
}
