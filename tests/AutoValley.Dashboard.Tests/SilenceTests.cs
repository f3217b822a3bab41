using AutoValley.Dashboard.Tests.Browser;
using AutoValley.EndToEnd.Harness;
using AutoValley.V1;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>A vehicle that falls silent, on the page: it keeps its place, greyed with its age, until a person takes it off.</summary>
[Collection(nameof(BrowserTests))]
public sealed class SilenceTests(Chromium chromium)
{
    private const string Vehicle = "acme/van";

    [BrowserFact]
    public async Task Vehicle_ThatFellSilent_IsShownSilentUntilAPersonClearsIt()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Site:StaleAfter=1s");
        await TestMap.ImportAsync(server.Site);
        using var van = await PlacedVehicle.StartAsync(server, Vehicle);
        var pad = await TestMap.MiddleAsync(server.Site, "Skid Pad");
        await van.ReportAsync(pad.Latitude, pad.Longitude);

        await using var view = await chromium.OpenAsync(server.Http, "site?tab=vehicles");
        var page = view.Page;
        var row = page.Locator($"tr[data-vehicle='{Vehicle}']");
        await Assertions.Expect(row).ToContainTextAsync("silent");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByTestId("vehicle-detail")).ToContainTextAsync("It may still be where it was seen last.");
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("site-silent");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take off the display…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("towed away");
        await dialog.GetByLabel("Your name").FillAsync("Li Wei");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Take it off" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("vehicle-detail")).ToContainTextAsync("It is not on the display");
        var entry = (await server.Site.ListAuditAsync(new ListAuditRequest { Subject = Vehicle })).Entries[0];
        Assert.Equal(("Li Wei", "towed away"), (entry.Person, entry.Note));

        await van.ReportAsync(pad.Latitude, pad.Longitude);
        await Assertions.Expect(page.GetByTestId("vehicle-detail")).ToContainTextAsync("Skid Pad");
    }
}
