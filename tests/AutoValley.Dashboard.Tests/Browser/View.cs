using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AutoValley.Testing;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>
/// A window with the page. When it is closed it says what no page of the product may do: errors of scripts, and requests that leave the server.
/// </summary>
public sealed class View : IAsyncDisposable
{
    // A server that was killed is no fault of the page.
    private static readonly string[] Expected = ["ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_EMPTY_RESPONSE", "GPU stall due to ReadPixels"];

    private readonly IBrowserContext context;
    private readonly string server;
    private readonly ConcurrentQueue<string> faults = new();

    private View(IBrowserContext context, IPage page, string server) => (this.context, Page, this.server) = (context, page, server);

    public IPage Page { get; }

    /// <summary>Files of the page that came, by address, with their bytes as they travelled.</summary>
    public ConcurrentDictionary<string, long> Loaded { get; } = new();

    public static async Task<View> OpenAsync(IBrowserContext context, string server, string link)
    {
        var page = await context.NewPageAsync();
        var view = new View(context, page, server);
        page.PageError += (_, error) => view.faults.Enqueue(error);
        page.Console += (_, line) => view.Note(line.Type is "error" or "warning", line.Text);
        context.Request += (_, request) => view.Note(!view.IsOwn(request.Url), $"{request.Url} is not the server's");
        context.Response += (_, response) => view.Count(response);
        await page.GotoAsync($"{server}/#/{link}");
        return view;
    }

    /// <summary>Goes to another view of the page, as a link does.</summary>
    public Task GoAsync(string link) => Page.EvaluateAsync("link => { location.hash = '#/' + link }", link);

    /// <summary>What a page's link says of a parameter; null when it does not name it.</summary>
    public static string? Parameter(IPage page, string name) => System.Web.HttpUtility.ParseQueryString(page.Url.Split('?')[1])[name];

    /// <summary>What axe (WCAG 2 A and AA) finds that is serious or critical. It asks the server for nothing, which may be dead.</summary>
    public async Task<IReadOnlyList<string>> SeriousFindingsAsync()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, Chromium.PageFolder, "node_modules/axe-core/axe.min.js")));
        var found = await Page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })).violations"
            + ".filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' '))");
        return [.. found.EnumerateArray().Select(one => one.GetString()!)];
    }

    /// <summary>Keeps a picture in artifacts/screenshots, for people to look at.</summary>
    public Task PictureAsync(string name) => Page.ScreenshotAsync(
        new PageScreenshotOptions { Path = Path.Combine(SharedData.RepositoryRoot, "artifacts", "screenshots", $"{name}.png") });

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Assert.Empty(faults);
    }

    private void Count(IResponse response)
    {
        // What scripts made of what they have, as MapLibre does for its worker, has not travelled.
        if (!IsMade(response.Url) && response.Headers.TryGetValue("content-length", out var length))
            Loaded[response.Url] = long.Parse(length, CultureInfo.InvariantCulture);
    }

    private bool IsOwn(string url) => url.StartsWith(server, StringComparison.Ordinal) || IsMade(url);

    private static bool IsMade(string url) => url.StartsWith("blob:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal);

    private void Note(bool isFault, string text)
    {
        if (isFault && !Expected.Any(one => text.Contains(one, StringComparison.Ordinal)))
            faults.Enqueue(text);
    }
}
