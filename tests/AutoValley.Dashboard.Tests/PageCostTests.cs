using AutoValley.Dashboard.Tests.Browser;
using AutoValley.Testing;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>What the page costs: bytes until it is there, and memory while it is open.</summary>
[Collection(nameof(BrowserTests))]
public sealed class PageCostTests(Chromium chromium, SharedGround shared)
{
    private const int FirstViewBytes = 500_000;
    // The modules that hold MapLibre and nothing else.
    private static readonly string[] MapLibrary = ["/library-", "/maplibre-"];

    // What a page that is looked at for longer keeps: counts of the last ten minutes, formats, compiled code.
    private const double HeapBytes = 3 << 20;

    // Some are kept once, by formats and lists that were seen; a screen that stays has as many each time.
    private const int LeftNodes = 1_000;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("AUTOVALLEY_LONG_TESTS") == "1";

    [BrowserFact]
    public async Task FirstView_WithoutTheMapLibrary_IsSmall()
    {
        var ground = await shared.GetAsync();
        foreach (var screen in Screens.All)
        {
            await using var view = await chromium.OpenAsync(ground.Http, screen.Link);
            await screen.IsShownAsync(view);
            var sizes = view.Loaded.Where(file => !MapLibrary.Any(name => file.Key.Contains(name, StringComparison.Ordinal))).Select(file => file.Value);
            Assert.InRange(sizes.Sum(), 50_000, FirstViewBytes);
        }
    }

    /// <remarks>An hour, after ten minutes, with <c>AUTOVALLEY_LONG_TESTS=1</c>.</remarks>
    [BrowserFact]
    public async Task Screens_OpenedAgainAndAgainAndSiteLeftOpen_KeepNothing()
    {
        var ground = await shared.GetAsync();
        await using var left = await chromium.OpenAsync(ground.Http, "site");
        await Assertions.Expect(left.Page.Locator("tr[data-zone]").First).ToBeVisibleAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "system");
        // The system's rates go back ten minutes, and grow until then.
        for (var (round, until) = (0, DateTime.UtcNow + TimeSpan.FromMinutes(10)); IsLong ? DateTime.UtcNow < until : round < 2; round++)
            await Screens.VisitAsync(view);
        var (before, open) = (await RestAsync(view), await PageCost.MeasureAsync(left.Page));
        for (var (round, until) = (0, DateTime.UtcNow + TimeSpan.FromHours(1)); IsLong ? DateTime.UtcNow < until : round < 5; round++)
        {
            await Screens.VisitAsync(view);
            // As a person who looks now and then; in between the page that is left open works alone.
            if (IsLong)
                await Task.Delay(TimeSpan.FromSeconds(20));
        }
        AssertKept(before, await RestAsync(view));
        AssertKept(open, await PageCost.MeasureAsync(left.Page));
    }

    private static void AssertKept(PageCost before, PageCost after)
    {
        Assert.InRange(after.HeapBytes - before.HeapBytes, double.MinValue, HeapBytes);
        Assert.InRange(after.Nodes, 0, before.Nodes + LeftNodes);
        Assert.InRange(after.Listeners, 0, before.Listeners + 20);
        // A stream that keeps something of each message has ten more each second.
        Assert.InRange(after.Promises, 0, before.Promises + 40);
    }

    // Always on the same screen, with what it loads there.
    private static async Task<PageCost> RestAsync(View view)
    {
        await view.GoAsync("system");
        await Assertions.Expect(view.Page.GetByTestId("rate")).Not.ToHaveTextAsync("…");
        return await PageCost.MeasureAsync(view.Page);
    }
}
