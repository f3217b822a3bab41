using System.Globalization;
using AutoValley.Dashboard.Tests.Browser;
using AutoValley.Testing;
using AutoValley.V1;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>The screen Occupancy in a real browser over simulated vehicles.</summary>
[Collection(nameof(BrowserTests))]
public sealed class OccupancyScreenTests(Chromium chromium, SharedGround shared)
{
    [BrowserFact]
    public async Task Occupancy_OfToday_HasTheVisitsOfTheRecord()
    {
        var ground = await shared.GetAsync();
        await Eventually.IsTrueAsync(async () => (await ground.Site.ListVisitsAsync(new ListVisitsRequest())).Visits.Count > 5);
        await using var view = await chromium.OpenAsync(ground.Http, "occupancy");
        var page = view.Page;
        var visit = (await ground.Site.ListVisitsAsync(new ListVisitsRequest())).Visits[0];
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = visit.Zone, Exact = true })).ToBeVisibleAsync();
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("occupancy-heat");

        await page.GetByRole(AriaRole.Tab, new() { Name = "Heat map" }).PressAsync("ArrowRight");
        await page.GetByText("Visits as a table").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = visit.Zone }).Filter(new() { HasText = visit.Vehicle }).First).ToBeVisibleAsync();
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("occupancy-timeline");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.StartsWith("\uFEFFzone,vehicle,enter_utc,leave_utc", "\uFEFF" + lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains($"{visit.Zone},{visit.Vehicle},", StringComparison.Ordinal) && line.Contains($",{visit.EnterTime},", StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Tab, new() { Name = "Timeline" }).PressAsync("ArrowRight");
        await Assertions.Expect(page.GetByTestId("vehicle-time-alpha")).ToBeVisibleAsync();
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("occupancy-utilisation");
    }

    [BrowserFact]
    public async Task Booking_MadeAndCancelled_IsWhatTheServerHas()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "occupancy?view=bookings");
        var page = view.Page;
        // Another day than the one that is shown; what was booked is shown then.
        var day = DateTime.UtcNow.AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await BookAsync(page, "golf", day);
        var booking = Assert.Single((await ground.Site.ListBookingsAsync(new ListBookingsRequest())).Bookings);
        Assert.Equal(("golf", "Skid Pad", true, "brake tests"), (booking.Organisation, booking.Zones.Single(), booking.Exclusive, booking.Purpose));
        Assert.Equal("Li Wei", (await ground.Site.ListAuditAsync(new ListAuditRequest())).Entries[0].Person);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "golf" });
        await Assertions.Expect(row).ToContainTextAsync("Skid Pad");
        await Assertions.Expect(page.GetByLabel("Day", new() { Exact = true })).ToHaveValueAsync(day);
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("occupancy-bookings");

        await BookAsync(page, "hotel", day, isRefused: true);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"booking {booking.Id} of another organisation has Skid Pad");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await row.GetByRole(AriaRole.Button, new() { Name = "Cancel booking" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel booking" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("cancelled");
        Assert.Empty((await ground.Site.ListBookingsAsync(new ListBookingsRequest())).Bookings);
    }

    private static async Task BookAsync(IPage page, string organisation, string day, bool isRefused = false)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "New booking" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Organisation").FillAsync(organisation);
        await dialog.GetByLabel("Zones").SelectOptionAsync("Skid Pad");
        await dialog.GetByLabel("From").FillAsync($"{day}T10:00");
        await dialog.GetByLabel("To", new() { Exact = true }).FillAsync($"{day}T11:00");
        await dialog.GetByLabel("Nobody else may be there").CheckAsync();
        await dialog.GetByLabel("Purpose").FillAsync("brake tests");
        await dialog.GetByLabel("Your name").FillAsync("Li Wei");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Book", Exact = true }).ClickAsync();
        if (!isRefused)
            await Assertions.Expect(dialog).ToBeHiddenAsync();
    }
}
