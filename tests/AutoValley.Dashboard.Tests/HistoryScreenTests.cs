using System.Globalization;
using AutoValley.Dashboard.Tests.Browser;
using AutoValley.Testing;
using AutoValley.V1;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>The screens History and Runs in a real browser over simulated vehicles.</summary>
[Collection(nameof(BrowserTests))]
public sealed class HistoryScreenTests(Chromium chromium, SharedGround shared)
{
    private const string Vehicle = HistoryPage.Vehicle, Signal = HistoryPage.Signal;

    [BrowserFact]
    public async Task History_OfASpan_HasTheExtremesOfTheServerAndReopensByItsLink()
    {
        var ground = await shared.GetAsync();
        var (from, to) = await HistoryPage.StoredSpanAsync(ground);
        await using var view = await chromium.OpenAsync(ground.Http, HistoryPage.Link(from, to));
        var page = view.Page;
        var expected = await HistoryPage.ExtremesAsync(ground, from, to);
        await Eventually.IsTrueAsync(() => HistoryPage.ShowsAsync(page, expected));
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("history");

        var plot = HistoryPage.Plot(page);
        var whole = await page.GetByTestId("shown-span").TextContentAsync();
        await plot.PressAsync("+");
        await Assertions.Expect(page.GetByTestId("shown-span")).Not.ToHaveTextAsync(whole!);
        await plot.HoverAsync();
        await page.Mouse.WheelAsync(0, -240);
        await Assertions.Expect(page.GetByTestId("cursor-value")).Not.ToHaveTextAsync("–");
        // The link follows the view, a moment after it.
        var zoomed = await page.GetByTestId("shown-span").TextContentAsync();
        await Eventually.IsTrueAsync(async () =>
        {
            zoomed = await page.GetByTestId("shown-span").TextContentAsync();
            await using var other = await chromium.OpenAsync(ground.Http, page.Url.Split("#/")[1]);
            await Assertions.Expect(other.Page.GetByTestId("shown-span")).ToBeVisibleAsync();
            return await other.Page.GetByTestId("shown-span").TextContentAsync() == zoomed;
        });
        await plot.PressAsync("Home");
        await Assertions.Expect(page.GetByTestId("shown-span")).ToHaveTextAsync(whole!);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.StartsWith($"{Vehicle},{Signal},km/h,", lines[1], StringComparison.Ordinal);
        var least = lines.Skip(1).Min(line => double.Parse(line.Split(',')[8], CultureInfo.InvariantCulture));
        Assert.Equal(expected.Least, least, 1e-9);
    }

    [BrowserFact]
    public async Task History_LinkThatIsWrong_SaysWhatIsWrong()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, $"history?vehicles={Vehicle},acme/nobody&signals={Signal},Vehicle.Nothing&from=yesterday");
        await Assertions.Expect(view.Page.GetByText("There is no vehicle acme/nobody.")).ToBeVisibleAsync();
        await Assertions.Expect(view.Page.GetByText("None of these vehicles has a signal Vehicle.Nothing.")).ToBeVisibleAsync();
        await Assertions.Expect(view.Page.GetByText("“yesterday” is no time.")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Run_StartedAndStoppedOnThePage_IsTheServersAndHasItsPlots()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "runs");
        var page = view.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Start a run" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("brake-7");
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Vehicles" }).FillAsync("shuttle-1");
        await page.Keyboard.PressAsync("Enter");
        await dialog.GetByLabel("Description").FillAsync("wet");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start a run" }).ClickAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "brake-7" });
        await Assertions.Expect(row).ToContainTextAsync("open");
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("runs");
        await row.GetByRole(AriaRole.Button, new() { Name = "Keep brake-7" }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Stop brake-7" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("done");
        var run = (await ground.Runs.GetRunAsync(new GetRunRequest { Name = "brake-7" })).Run;
        Assert.Equal((Vehicle, "wet", true, true), (run.Vehicles.Single(), run.Description, run.Pinned, run.HasStopTime));

        await view.GoAsync($"runs?run=brake-7&signals={Signal}");
        await Assertions.Expect(page.GetByTestId("run-length")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("plot")).ToHaveCountAsync(1);
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("run");
    }
}
