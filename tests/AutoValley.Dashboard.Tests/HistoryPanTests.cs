using AutoValley.Dashboard.Tests.Browser;
using AutoValley.Testing;
using AutoValley.V1;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>On the screen History, on to what lies beyond the span that was chosen.</summary>
[Collection(nameof(BrowserTests))]
public sealed class HistoryPanTests(Chromium chromium, SharedGround shared)
{
    private const long Second = HistoryPage.Second;

    [BrowserFact]
    public async Task Span_PannedAndZoomedBeyondItsEnds_GoesAlongWithItsFieldsItsLinkAndItsData()
    {
        var ground = await shared.GetAsync();
        var (begin, end) = await HistoryPage.StoredSpanAsync(ground);
        await using var view = await chromium.OpenAsync(ground.Http, HistoryPage.Link(end - Second, end));
        var (page, plot) = (view.Page, HistoryPage.Plot(view.Page));
        await plot.FocusAsync();
        for (var press = 0; press < 8; press++)
            await page.Keyboard.PressAsync("ArrowLeft");
        await IsShownAsync(ground, page, (end - (3 * Second), end - (2 * Second)));

        // Against the hand: half a span into the past, with Shift; by the wheel half a span back, and then twice as much about the middle.
        var box = (await plot.BoundingBoxAsync())!;
        await page.Keyboard.DownAsync("Shift");
        await page.Mouse.MoveAsync(box.X + (box.Width / 4), box.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 3 / 4), box.Y + 20, new() { Steps = 10 });
        await page.Mouse.UpAsync();
        await page.Keyboard.UpAsync("Shift");
        await IsShownAsync(ground, page, (end - (Second * 7 / 2), end - (Second * 5 / 2)));
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 20);
        await page.Mouse.WheelAsync(box.Width / 2, 0);
        await IsShownAsync(ground, page, (end - (3 * Second), end - (2 * Second)));
        await page.Mouse.WheelAsync(0, (float)(Math.Log(2) / 0.002));
        await IsShownAsync(ground, page, (end - (Second * 7 / 2), end - (Second * 3 / 2)));
        Assert.True(HistoryPage.LinkedSpan(page).From > begin);

        // On into the future it comes to what was now.
        await plot.FocusAsync();
        await Eventually.IsTrueAsync(async () =>
        {
            await page.Keyboard.PressAsync("PageDown");
            return await page.GetByTestId("stop").TextContentAsync() == "It was loaded up to here.";
        });
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("history-now");
    }

    [BrowserFact]
    public async Task Run_PannedAndZoomedBeyondItsEnds_StopsThereAndSaysWhy()
    {
        var ground = await shared.GetAsync();
        var (begin, end) = await HistoryPage.StoredSpanAsync(ground);
        await ground.Runs.StartRunAsync(new StartRunRequest { Name = "lap-3", Vehicles = { HistoryPage.Vehicle }, StartTime = begin, StopTime = end });
        await using var view = await chromium.OpenAsync(ground.Http, $"history?run=lap-3&signals={HistoryPage.Signal}");
        var (page, plot) = (view.Page, HistoryPage.Plot(view.Page));
        var whole = await page.GetByTestId("shown-span").TextContentAsync();
        await plot.PressAsync("ArrowLeft");
        await Assertions.Expect(page.GetByTestId("stop")).ToHaveTextAsync("The run begins here.");
        await plot.PressAsync("ArrowRight");
        await Assertions.Expect(page.GetByTestId("stop")).ToHaveTextAsync("The run ends here.");
        await plot.PressAsync("-");
        await Assertions.Expect(page.GetByTestId("stop")).ToHaveTextAsync("This is the whole run.");
        Assert.StartsWith(whole!.Trim(), await page.GetByTestId("shown-span").TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("history-run-ends");
        await plot.PressAsync("+");
        await Assertions.Expect(page.GetByTestId("stop")).ToBeEmptyAsync();
    }

    [BrowserFact]
    public async Task Span_PannedToWhereNothingIs_SaysSoAndShowsTheNewest()
    {
        var ground = await shared.GetAsync();
        var (_, end) = await HistoryPage.StoredSpanAsync(ground);
        await using var view = await chromium.OpenAsync(ground.Http, HistoryPage.Link(end - (60 * Second), end));
        var page = view.Page;
        await HistoryPage.Plot(page).FocusAsync();
        for (var press = 0; press < 60; press++)
            await page.Keyboard.PressAsync("PageUp");
        await Assertions.Expect(page.GetByText("There are no samples of these signals in this span.")).ToBeVisibleAsync();
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("history-empty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the five minutes before it" }).ClickAsync();
        // With the newest sample itself, which may be the only one.
        await Eventually.IsTrueAsync(async () => HistoryPage.LinkedSpan(page) is var span && await HistoryPage.ShowsAsync(page, await HistoryPage.ExtremesAsync(ground, span.From, span.To)));
    }

    // The link says the span, near to what is expected as pixels are; the fields and the values are those of that span.
    private static async Task IsShownAsync(Ground ground, IPage page, (long From, long To) expected)
    {
        await HistoryPage.IsLinkedAsync(page, expected, Second / 50);
        var span = HistoryPage.LinkedSpan(page);
        var extremes = await HistoryPage.ExtremesAsync(ground, span.From, span.To);
        await Eventually.IsTrueAsync(() => HistoryPage.ShowsAsync(page, extremes));
        var shown = (await page.GetByTestId("shown-span").TextContentAsync())!.Trim();
        // A field has no seconds at a full minute.
        var from = shown[..19].Replace(' ', 'T');
        await Assertions.Expect(page.GetByLabel("From")).ToHaveValueAsync(from.EndsWith(":00", StringComparison.Ordinal) ? from[..^3] : from);
    }
}
