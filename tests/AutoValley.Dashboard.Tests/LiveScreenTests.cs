using System.Globalization;
using AutoValley.Dashboard.Tests.Browser;
using AutoValley.Testing;
using AutoValley.V1;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>The screen Live in a real browser over simulated vehicles.</summary>
[Collection(nameof(BrowserTests))]
public sealed class LiveScreenTests(Chromium chromium, SharedGround shared)
{
    private const string Vehicle = "alpha/shuttle-1";

    [BrowserFact]
    public async Task Live_SignalsChosenByKeyboard_ScrollAndAreWhatTheServerHas()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "live");
        var page = view.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = Vehicle }).PressAsync("Enter");
        var picker = page.GetByRole(AriaRole.Combobox, new() { Name = "Signals" });
        await picker.FillAsync("vehicle.speed");
        await picker.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByTestId("feed")).ToContainTextAsync("● Live");
        await Assertions.Expect(page.GetByTestId("plot")).ToHaveCountAsync(1);
        Assert.Contains("signals=Vehicle.Speed", page.Url, StringComparison.Ordinal);
        await MovesAsync(page);
        await Eventually.IsTrueAsync(async () =>
        {
            var shown = await page.GetByTestId("latest-Vehicle.Speed").TextContentAsync() ?? "";
            var request = new GetLatestRequest { Vehicle = Vehicle, Signals = { "Vehicle.Speed" } };
            var stored = (await ground.Fleet.GetLatestAsync(request)).Samples.Single().Value.Double;
            return double.TryParse(shown.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && Math.Abs(speed - stored) < 5;
        });
        await Assertions.Expect(page.GetByText("the computer’s own")).ToBeVisibleAsync();
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("live");
    }

    [BrowserFact]
    public async Task Live_SignalChosenInTheTableByMouse_IsPlotted()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, $"live?vehicle={Vehicle}");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Plot Vehicle.CurrentLocation.Heading" }).ClickAsync();
        await Assertions.Expect(view.Page.GetByRole(AriaRole.Heading, new() { Name = "Vehicle.CurrentLocation.Heading [degrees]" })).ToBeVisibleAsync();
        await MovesAsync(view.Page);
        // Another signal is another subscription, which is live too.
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Plot Vehicle.Speed" }).ClickAsync();
        await Assertions.Expect(view.Page.GetByTestId("plot")).ToHaveCountAsync(2);
        await MovesAsync(view.Page);
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(view.Page.GetByTestId("feed")).ToHaveTextAsync("Paused: this is not live.");
    }

    [BrowserFact]
    public async Task Live_ServerKilled_IsNotLiveAnyMoreAndComesBack()
    {
        await using var ground = await Ground.StartAsync();
        await using var view = await chromium.OpenAsync(ground.Http, $"live?vehicle={Vehicle}&signals=Vehicle.Speed");
        await Assertions.Expect(view.Page.GetByTestId("feed")).ToContainTextAsync("● Live");
        await ground.Process.KillAsync();
        await Assertions.Expect(view.Page.GetByTestId("feed")).ToHaveTextAsync("The feed is lost: nothing here is live.");
        await view.PictureAsync("live-disconnected");
        await ground.StartAgainAsync();
        await Assertions.Expect(view.Page.GetByTestId("feed")).ToContainTextAsync("● Live");
        await MovesAsync(view.Page);
    }

    [BrowserFact]
    public async Task Page_ServerHangs_IsNotLiveAnyMoreOnAnyScreenAndComesBack()
    {
        await using var ground = await Ground.StartAsync();
        await using var live = await chromium.OpenAsync(ground.Http, $"live?vehicle={Vehicle}&signals=Vehicle.Speed");
        await using var site = await chromium.OpenAsync(ground.Http, "site");
        await Assertions.Expect(live.Page.GetByTestId("feed")).ToContainTextAsync("● Live");
        await Assertions.Expect(site.Page.GetByTestId("trust")).ToBeEmptyAsync();
        // The connections stay, and nothing comes.
        await ground.Process.SignalAsync("STOP");
        await Assertions.Expect(live.Page.GetByTestId("feed")).ToHaveTextAsync("The feed is lost: nothing here is live.");
        await Assertions.Expect(site.Page.Locator("[data-doubt=lost]")).ToBeVisibleAsync();
        await ground.Process.SignalAsync("CONT");
        await Assertions.Expect(live.Page.GetByTestId("feed")).ToContainTextAsync("● Live");
        await Assertions.Expect(site.Page.Locator("[data-doubt=lost]")).ToHaveCountAsync(0);
    }

    // The pictures of a plot that scrolls differ.
    private static async Task MovesAsync(IPage page)
    {
        await Assertions.Expect(page.GetByTestId("plot").Locator("canvas").First).ToBeVisibleAsync();
        var before = await page.GetByTestId("plot").First.ScreenshotAsync();
        await Eventually.IsTrueAsync(async () => await page.GetByTestId("plot").First.ScreenshotAsync() is var now && !before.AsSpan().SequenceEqual(now));
    }
}
