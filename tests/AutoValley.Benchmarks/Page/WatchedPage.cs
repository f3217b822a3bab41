using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace AutoValley.Benchmarks.Page;

/// <summary>What a page had cost when it was asked: frames that it drew, and seconds of processor time of its main thread, its process and the GPU process.</summary>
internal sealed record PageCost(TimeSpan Taken, double Frames, double MainThread, double Renderer, double Gpu);

/// <summary>What it shows: the number of vehicles by its list, and whether it calls itself live.</summary>
internal sealed record PageDisplay(string Vehicles, string Mode);

/// <summary>The Site screen in a browser, and what it costs by the browser's own count.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    // Several callbacks for one frame are one frame.
    private const string CountFrames = """
        globalThis.drawnFrames = 0
        let latest = 0
        const ask = globalThis.requestAnimationFrame.bind(globalThis)
        globalThis.requestAnimationFrame = (draw) => ask((time) => {
          if (time !== latest) globalThis.drawnFrames++
          latest = time
          draw(time)
        })
        """;

    private readonly IPage page;
    private readonly ICDPSession ofPage;
    private readonly ICDPSession ofBrowser;
    private readonly Stopwatch watch = Stopwatch.StartNew();

    private WatchedPage(IPage page, ICDPSession ofPage, ICDPSession ofBrowser) => (this.page, this.ofPage, this.ofBrowser) = (page, ofPage, ofBrowser);

    /// <param name="browser">Has this page alone.</param>
    /// <param name="server">That gives the page.</param>
    public static async Task<WatchedPage> OpenAsync(PageBrowser browser, Uri server)
    {
        var page = await browser.NewPageAsync();
        await page.AddInitScriptAsync(CountFrames);
        var (ofPage, ofBrowser) = (await page.Context.NewCDPSessionAsync(page), await browser.NewSessionAsync());
        await ofPage.SendAsync("Performance.enable");
        await PageBrowser.GoAsync(page, server, "site");
        return new WatchedPage(page, ofPage, ofBrowser);
    }

    public async Task<PageCost> CostAsync()
    {
        var processes = (await ofBrowser.SendAsync("SystemInfo.getProcessInfo"))!.Value.GetProperty("processInfo").EnumerateArray().ToArray();
        var metrics = (await ofPage.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray();
        var frames = await page.EvaluateAsync<double>("globalThis.drawnFrames");
        var tasks = metrics.Single(one => one.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
        return new PageCost(watch.Elapsed, frames, tasks, CpuOf(processes, "renderer"), CpuOf(processes, "GPU"));
    }

    public async Task<PageDisplay> DisplayAsync() => new(
        await page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Vehicles" }).InnerTextAsync(), await page.GetByTestId("mode").InnerTextAsync());

    public async ValueTask DisposeAsync() => await page.CloseAsync();

    private static double CpuOf(JsonElement[] processes, string type) =>
        processes.Where(one => one.GetProperty("type").GetString() == type).Sum(one => one.GetProperty("cpuTime").GetDouble());
}
