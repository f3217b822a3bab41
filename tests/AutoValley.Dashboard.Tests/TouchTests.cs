using System.Globalization;
using AutoValley.Dashboard.Tests.Browser;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>The page on a phone in a cab: by fingers alone.</summary>
[Collection(nameof(BrowserTests))]
public sealed class TouchTests(Chromium chromium, SharedGround shared)
{
    // A finger needs 44 pixels. Buttons of words within words are as high as those, and of a field with a label around it the label counts.
    private const string TooSmall =
        """
        () => [...document.querySelectorAll('button, select, textarea, input, a:not(p a), [role=treeitem]')]
          .map((one) => (one.type === 'checkbox' ? one.closest('label') : one))
          .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.maplibregl-map') && !one.matches('.skip'))
          .filter((one) => { const { width, height } = one.getBoundingClientRect(); return width < 43.9 || height < 43.9 })
          .map((one) => one.outerHTML.slice(0, 120))
        """;

    [BrowserFact]
    public async Task Plot_UnderFingers_IsPannedPinchedAndRead()
    {
        var ground = await shared.GetAsync();
        var (_, end) = await HistoryPage.StoredSpanAsync(ground);
        await using var view = await chromium.OpenAsync(ground.Http, HistoryPage.Link(end - (2 * HistoryPage.Second), end), Chromium.Phone);
        var (page, plot, fingers) = (view.Page, HistoryPage.Plot(view.Page), await Fingers.OnAsync(view.Page));
        await plot.ScrollIntoViewIfNeededAsync();
        var box = (await plot.BoundingBoxAsync())!;
        var (left, middle, y) = (box.X, box.X + (box.Width / 2), box.Y + (box.Height / 2));

        // Half a width to the right: half a span into the past, with the page where it was.
        await fingers.MoveAsync((left + (box.Width / 4), y, left + (box.Width * 3 / 4), y));
        await HistoryPage.IsLinkedAsync(page, (end - (3 * HistoryPage.Second), end - HistoryPage.Second), HistoryPage.Second / 5);
        Assert.Equal(box.Y, (await plot.BoundingBoxAsync())!.Y);

        // Apart, and not quite level: about a third of the span, and neither the page's zoom nor its scrolling.
        await fingers.MoveAsync((middle - 30, y + 12, middle - 90, y + 40), (middle + 30, y - 12, middle + 90, y - 40));
        await Eventually.IsTrueAsync(() => HistoryPage.ZoomedSeconds(page) is > 0.4 and < 1.1);
        Assert.Equal(1, await page.EvaluateAsync<double>("visualViewport.scale"));
        Assert.Equal(box.Y, (await plot.BoundingBoxAsync())!.Y);

        await page.Touchscreen.TapAsync(middle, (float)y);
        await Assertions.Expect(page.GetByTestId("cursor-value")).Not.ToHaveTextAsync("–");
        await view.PictureAsync("history-phone");

        // Upwards the page scrolls, wherever the finger is.
        var zoomed = HistoryPage.ZoomedSeconds(page);
        await fingers.MoveAsync((middle, y, middle, y - 150));
        await Eventually.IsTrueAsync(async () => (await plot.BoundingBoxAsync())!.Y < box.Y - 50);
        Assert.Equal(zoomed, HistoryPage.ZoomedSeconds(page));
    }

    [BrowserFact]
    public async Task Map_UnderFingers_IsPinchedAndTellsOfTheVehicleThatIsTapped()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await TestMap.ImportAsync(server.Site);
        using var van = await PlacedVehicle.StartAsync(server, "acme/van");
        var pad = await TestMap.MiddleAsync(server.Site, "Skid Pad");
        await van.ReportAsync(pad.Latitude, pad.Longitude);
        await using var view = await chromium.OpenAsync(server.Http, string.Create(CultureInfo.InvariantCulture, $"site?tab=vehicles&map={pad.Latitude},{pad.Longitude},15"), Chromium.Phone);
        var (page, fingers) = (view.Page, await Fingers.OnAsync(view.Page));
        await Assertions.Expect(page.Locator("tr[data-vehicle='acme/van']")).ToBeVisibleAsync();
        var box = (await page.Locator(".maplibregl-canvas").BoundingBoxAsync())!;
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));

        await fingers.MoveAsync((x - 40, y, x - 80, y), (x + 40, y, x + 80, y));
        await Eventually.IsTrueAsync(() => Zoom(page) is > 15.8 and < 16.2);
        Assert.Equal(1, await page.EvaluateAsync<double>("visualViewport.scale"));
        // As near as a finger comes to what is smaller than itself.
        await page.Touchscreen.TapAsync(x + 14, y + 14);
        await Assertions.Expect(page.GetByTestId("vehicle-detail")).ToContainTextAsync("Skid Pad");
        await view.PictureAsync("site-phone");

        // Elsewhere than the tap: a finger that comes again at once zooms.
        await fingers.MoveAsync((x, y + 80, x - 100, y + 80));
        await Eventually.IsTrueAsync(() => Math.Abs(Longitude(page) - pad.Longitude) > 1e-4);
    }

    [BrowserFact]
    public async Task Menus_UnderFingers_OpenAndChoose()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "site", Chromium.Phone);
        var page = view.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "History" }).TapAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Vehicles" }).TapAsync();
        await page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = "alpha" }).TapAsync();
        await page.GetByRole(AriaRole.Treeitem).Filter(new() { HasText = "shuttle-1" }).TapAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Remove {HistoryPage.Vehicle}" })).ToBeVisibleAsync();
        Assert.Empty(await page.EvaluateAsync<string[]>(TooSmall));
        await view.PictureAsync("picker-phone");

        await page.GetByRole(AriaRole.Button, new() { Name = "Settings" }).TapAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        Assert.Empty(await page.EvaluateAsync<string[]>(TooSmall));
        await dialog.GetByLabel("Language").SelectOptionAsync("zh");
        await dialog.GetByRole(AriaRole.Button).TapAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "历史" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Screens_OnAPhone_HaveNothingThatAFingerMisses()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "site", Chromium.Phone);
        await Screens.VisitAsync(view, async link =>
        {
            Assert.Empty(await view.Page.EvaluateAsync<string[]>(TooSmall));
            Assert.Equal(390, await view.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            await view.PictureAsync($"phone-{link.Split('&')[0].Replace('?', '-').Replace('/', '-')}");
        });
    }

    private static double Zoom(IPage page) => double.Parse(View.Parameter(page, "map")!.Split(',')[2], CultureInfo.InvariantCulture);

    private static double Longitude(IPage page) => double.Parse(View.Parameter(page, "map")!.Split(',')[1], CultureInfo.InvariantCulture);
}
