using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Plot;
using AutoValley.Benchmarks.Reports;
using AutoValley.Benchmarks.Site;

namespace AutoValley.Benchmarks.Page;

/// <summary>How long History takes from a zoom or pan until its picture of a day at 100 Hz is drawn.</summary>
internal sealed class ZoomBenchmark(PageBrowser browser, Report report)
{
    // 24 h at 100 Hz.
    private const long Samples = 8_640_000;
    private const int Rounds = 8;

    public async Task RunAsync(ReportTable figures, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            report.Step($"a day of {Samples:N0} samples");
            await LongSeries.SealAsync(ServerProcess.DataOf(folder.FullName), Samples, cancellation);
            await using var server = await ServerProcess.StartAsync(folder.FullName, cancellation);
            var link = $"history?vehicles={LongSeries.Vehicle}&signals={SpeedRecording.Signal}&from={LongSeries.Start}&to={LongSeries.End(Samples) + 1}";
            var page = await PlotPage.OpenAsync(browser, server.Http, link);
            var (random, times) = (new Random(1), new List<double>());
            for (var round = 1; round <= Rounds; round++)
            {
                report.Step($"zooms {round} of {Rounds}");
                times.AddRange(await RoundAsync(page, random, cancellation));
            }
            times.Sort();
            figures.Add(
                "History, a zoom or pan in 24 h at 100 Hz, from the input until its picture is drawn", "< 100 ms",
                $"{times[times.Count / 2]:N0} ms, p90 {times[times.Count * 9 / 10]:N0} ms, worst {times[^1]:N0} ms ({times.Count} of them)");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // From the whole to a place somewhere in the day, and back: the same ones every time, and each shows something else.
    private static async Task<List<double>> RoundAsync(PlotPage page, Random random, CancellationToken cancellation)
    {
        var place = random.NextDouble();
        // Where there is more.
        var isEarly = place < 0.5;
        double Factor() => 0.1 + (0.5 * random.NextDouble());
        await page.PointAsync(place);
        return
        [
            await page.ZoomAsync(Factor(), cancellation),
            await page.PressAsync("+", cancellation),
            await page.PanAsync(isEarly ? 0.3 : -0.3, cancellation),
            await page.ZoomAsync(Factor(), cancellation),
            await page.PressAsync(isEarly ? "ArrowRight" : "ArrowLeft", cancellation),
            await page.ZoomAsync(Factor(), cancellation),
            await page.PressAsync(isEarly ? "PageDown" : "PageUp", cancellation),
            await page.PressAsync("-", cancellation),
            await page.PressAsync("Home", cancellation),
        ];
    }
}
