using AutoValley.Dashboard.Tests.Browser;
using AutoValley.Testing;
using AutoValley.V1;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>The site manager's screen in a real browser over simulated vehicles.</summary>
[Collection(nameof(BrowserTests))]
public sealed class SiteScreenTests(Chromium chromium, SharedGround shared)
{
    private const string OnSkidPad = "charlie/sedan-2";

    [BrowserFact]
    public async Task Site_WithVehicles_ShowsWhoIsWhereAsTheServerSays()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "");
        var page = view.Page;
        await Assertions.Expect(page.GetByTestId("trust")).ToBeEmptyAsync();
        await Assertions.Expect(page.Locator("canvas").First).ToBeVisibleAsync();
        // Vehicles move on meanwhile.
        await Eventually.IsTrueAsync(async () => await SitePage.ShowsTheServersAsync(page, ground.Site));
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("site");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Vehicles (6)" }).ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-vehicle]")).ToHaveCountAsync(6);
        Assert.Empty(await view.SeriousFindingsAsync());
    }

    [BrowserFact]
    public async Task Site_OnAPhoneInTheDarkInChinese_IsUsable()
    {
        var ground = await shared.GetAsync();
        var phone = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 }, ColorScheme = ColorScheme.Dark, Locale = "zh-CN", HasTouch = true };
        await using var view = await chromium.OpenAsync(ground.Http, "site", phone);
        await view.Page.GetByRole(AriaRole.Tab, new() { Name = "区域" }).TapAsync();
        await Assertions.Expect(view.Page.Locator("tr[data-zone]").First).ToBeVisibleAsync();
        Assert.Equal(390, await view.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("site-phone-dark-chinese");
    }

    [BrowserFact]
    public async Task Vehicle_ChosenByKeyboard_IsTheOneOfTheServerAndOfTheLink()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "site?tab=vehicles");
        await view.Page.Locator($"tr[data-vehicle='{OnSkidPad}'] button").PressAsync("Enter");
        var detail = view.Page.GetByTestId("vehicle-detail");
        var vehicle = (await SitePage.SnapshotAsync(ground.Site)).Single(one => one.Vehicle == OnSkidPad);
        await Assertions.Expect(detail).ToContainTextAsync($"{vehicle.Latitude:F3}"[..6]);
        await Assertions.Expect(detail).ToContainTextAsync("Skid Pad");
        await using var other = await chromium.OpenAsync(ground.Http, view.Page.Url.Split("#/")[1]);
        await Assertions.Expect(other.Page.GetByTestId("vehicle-detail")).ToContainTextAsync("Skid Pad");
        await view.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(detail).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Alarm_AcknowledgedAndShelved_IsInTheServersRecordByName()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "site");
        var page = view.Page;
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
        var booking = new Booking { Organisation = "delta", Zones = { "Skid Pad" }, FromTime = now, ToTime = now + 3_600_000_000_000, Exclusive = true };
        booking = (await ground.Site.CreateBookingAsync(new CreateBookingRequest { Booking = booking, Person = "test" })).Booking;
        var alarm = page.GetByTestId("alarms").GetByRole(AriaRole.Listitem).Filter(new() { HasText = OnSkidPad });
        await Assertions.Expect(alarm).ToHaveCountAsync(1);
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("site-alarm");
        await alarm.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Your name").FillAsync("Li Wei");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Assertions.Expect(alarm.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" })).ToHaveCountAsync(0);
        await alarm.GetByRole(AriaRole.Button, new() { Name = "Shelve…" }).PressAsync("Enter");
        await dialog.GetByLabel("Reason").FillAsync("agreed by radio");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Shelve" }).ClickAsync();
        await Assertions.Expect(alarm).ToContainTextAsync("by Li Wei: agreed by radio");

        var stored = (await ground.Site.ListAlarmsAsync(new ListAlarmsRequest { Vehicle = OnSkidPad })).Alarms[0];
        Assert.Equal(
            [AlarmAction.Raise, AlarmAction.Acknowledge, AlarmAction.Shelve], stored.Transitions.Select(one => one.Action).Where(action => action != AlarmAction.Extend));
        Assert.Equal(("Li Wei", "agreed by radio"), (stored.Shelf.Person, stored.Shelf.Reason));

        await alarm.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Assertions.Expect(alarm.GetByRole(AriaRole.Button, new() { Name = "Take back" })).ToHaveCountAsync(0);
        await ground.Site.CancelBookingAsync(new CancelBookingRequest { Id = booking.Id, Person = "test" });
    }

    [BrowserFact]
    public async Task Past_Replayed_SaysThatItIsThePastAndGoesBackToLive()
    {
        var ground = await shared.GetAsync();
        var at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        // Everybody reported since.
        await Eventually.IsTrueAsync(async () => (await SitePage.SnapshotAsync(ground.Site)).All(vehicle => vehicle.EventTime > (at + 2_000) * 1_000_000));
        await using var view = await chromium.OpenAsync(ground.Http, $"site?tab=vehicles&at={at}");
        var page = view.Page;
        await Assertions.Expect(page.GetByTestId("replay")).ToContainTextAsync("not live");
        await Assertions.Expect(page.Locator("tr[data-vehicle]")).ToHaveCountAsync(6);
        await Assertions.Expect(page.GetByRole(AriaRole.Application, new() { Name = "Map of the site in the past" }).Or(page.GetByLabel("Map of the site in the past")).First).ToBeVisibleAsync();
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("site-past");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByTestId("replay")).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Replay the past" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Site_ServerKilled_NothingLooksLiveUntilItIsBack()
    {
        await using var ground = await Ground.StartAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "site");
        var page = view.Page;
        await Assertions.Expect(page.Locator("[data-testid=zones]:not(.stale)")).ToBeVisibleAsync();
        await ground.Process.KillAsync();
        await Assertions.Expect(page.Locator("[data-doubt=lost]")).ToContainTextAsync("Connection lost: nothing here is live.");
        await Assertions.Expect(page.Locator("[data-testid=zones].stale")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Complementary).GetByText("Not known: alarms are not live")).ToBeVisibleAsync();
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("site-disconnected");
        await ground.StartAgainAsync();
        await Assertions.Expect(page.GetByTestId("trust")).ToBeEmptyAsync();
        await Assertions.Expect(page.Locator("[data-testid=zones]:not(.stale)")).ToBeVisibleAsync();
    }
}
