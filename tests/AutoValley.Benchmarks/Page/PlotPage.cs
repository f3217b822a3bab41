using Microsoft.Playwright;

namespace AutoValley.Benchmarks.Page;

/// <summary>The plot of a History screen, moved by wheel and keyboard as a person does.</summary>
internal sealed class PlotPage(IPage page, LocatorBoundingBoxResult plot)
{
    // The page asks at once for what comes after so long a rest.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(150);

    // By the browser's own clock: from the input's time stamp until the frame after the one that drew the answer begins.
    private const string NoteDrawn = """
        () => {
          const plots = document.querySelector('section[aria-busy]')
          const ended = new AbortController()
          let input
          for (const type of ['keydown', 'wheel']) addEventListener(type, (event) => (input ??= event.timeStamp), { capture: true, passive: true, signal: ended.signal })
          globalThis.drawn = new Promise((drawn) => {
            const watch = new MutationObserver((changes) => {
              if (plots.ariaBusy === 'true' || !changes.some((change) => change.oldValue === 'true')) return
              watch.disconnect()
              ended.abort()
              requestAnimationFrame(() => requestAnimationFrame(() => drawn(performance.now() - input)))
            })
            watch.observe(plots, { attributeFilter: ['aria-busy'], attributeOldValue: true })
          })
        }
        """;

    private int answers;

    /// <summary>Shows a link of History and waits until its plot is drawn.</summary>
    public static async Task<PlotPage> OpenAsync(PageBrowser browser, Uri server, string link)
    {
        var page = await browser.NewPageAsync();
        await PageBrowser.GoAsync(page, server, link);
        var surface = page.GetByTestId("plot").GetByRole(AriaRole.Application);
        await surface.FocusAsync();
        await page.Locator("section[aria-busy=false]").WaitForAsync();
        var opened = new PlotPage(page, (await surface.BoundingBoxAsync())!);
        page.Response += (_, response) => opened.answers += response.Ok && response.Url.EndsWith("/Reduce", StringComparison.Ordinal) ? 1 : 0;
        return opened;
    }

    /// <summary>Puts the pointer on the plot: the wheel and the keys zoom about it.</summary>
    /// <param name="share">Of the plot's width.</param>
    public Task PointAsync(double share) => page.Mouse.MoveAsync((float)(plot.X + (plot.Width * share)), plot.Y + (plot.Height / 2));

    /// <summary>Turns the wheel so that so many times as much is shown.</summary>
    public Task<double> ZoomAsync(double factor, CancellationToken cancellation) =>
        TimedAsync(() => page.Mouse.WheelAsync(0, (float)(Math.Log(factor) / 0.002)), cancellation);

    /// <summary>Turns the wheel sideways so that what is a share of the plot's width later is shown.</summary>
    public Task<double> PanAsync(double share, CancellationToken cancellation) => TimedAsync(() => page.Mouse.WheelAsync((float)(plot.Width * share), 0), cancellation);

    /// <summary>Presses a key.</summary>
    public Task<double> PressAsync(string key, CancellationToken cancellation) => TimedAsync(() => page.Keyboard.PressAsync(key), cancellation);

    // Milliseconds until the new picture was drawn.
    private async Task<double> TimedAsync(Func<Task> input, CancellationToken cancellation)
    {
        await Task.Delay(Rest, cancellation);
        await page.EvaluateAsync(NoteDrawn);
        var before = answers;
        await input();
        var millis = await page.EvaluateAsync<double>("globalThis.drawn").WaitAsync(PageBrowser.Patience, cancellation);
        var isFailed = await page.GetByRole(AriaRole.Alert).CountAsync() > 0;
        return answers > before && !isFailed ? millis : throw new BenchmarkException("a picture that is no answer of the server");
    }
}
