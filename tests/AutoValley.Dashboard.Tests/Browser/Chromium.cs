using AutoValley.Testing;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>One headless Chromium with WebGL in software, for all tests of the suite; each test has contexts of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Program = "chromium";

    /// <summary>The page's sources, below the repository's root.</summary>
    public const string PageFolder = "src/AutoValley.Dashboard";

    /// <summary>A phone in a cab.</summary>
    public static BrowserNewContextOptions Phone => new()
    {
        ViewportSize = new ViewportSize { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true, DeviceScaleFactor = 2,
    };

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (ToolFactAttribute.Find(Program) is not { } program)
            return;
        Assertions.SetDefaultExpectTimeout(60_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            // As on a computer without a graphics card: WebGL by the processor, all else without it.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"],
        });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>A view of a server's page, with no choices kept from before.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="link">Behind <c>#/</c>.</param>
    /// <param name="options">Of the browser's window; 1280 by 800 unless told.</param>
    public async Task<View> OpenAsync(string server, string link, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 } };
        options.Locale ??= "en-GB";
        options.AcceptDownloads = true;
        var context = await browser!.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        return await View.OpenAsync(context, server, link);
    }
}
