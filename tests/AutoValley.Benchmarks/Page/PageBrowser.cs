using Microsoft.Playwright;

namespace AutoValley.Benchmarks.Page;

/// <summary>Headless Chromium as on a computer without a graphics card: WebGL by SwiftShader, all else by the processor.</summary>
internal sealed class PageBrowser : IAsyncDisposable
{
    /// <summary>How long something may take that has to happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private PageBrowser(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    /// <exception cref="BenchmarkException">There is no such program.</exception>
    public static async Task<PageBrowser> StartAsync(string program)
    {
        if (!File.Exists(program))
            throw new BenchmarkException($"there is no {program}: install Debian's chromium, or name another with --browser");
        var playwright = await Playwright.CreateAsync();
        return new PageBrowser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"],
        }));
    }

    /// <summary>A window in a context of its own, with nothing kept from before, 1280 by 800.</summary>
    public Task<IPage> NewPageAsync() => browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });

    public Task<ICDPSession> NewSessionAsync() => browser.NewBrowserCDPSessionAsync();

    /// <summary>Shows a screen of a server's page.</summary>
    /// <param name="page">Where.</param>
    /// <param name="server">Its address.</param>
    /// <param name="link">Behind <c>#/</c>.</param>
    /// <exception cref="BenchmarkException">The server has no page.</exception>
    public static async Task GoAsync(IPage page, Uri server, string link)
    {
        if (await page.GotoAsync($"{server}#/{link}") is not { Ok: true })
            throw new BenchmarkException("the server was built without its page: build the benchmarks without -p:Dashboard=false");
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
