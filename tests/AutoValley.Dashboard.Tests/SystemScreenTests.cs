using System.Globalization;
using AutoValley.Dashboard.Tests.Browser;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>The screen System in a real browser over a server with vehicles.</summary>
[Collection(nameof(BrowserTests))]
public sealed class SystemScreenTests(Chromium chromium, SharedGround shared)
{
    [BrowserFact]
    public async Task System_WithVehicles_ShowsWhatTheServerSays()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "system");
        await Assertions.Expect(view.Page.GetByText("● Ready")).ToBeVisibleAsync();
        var status = await ground.Fleet.GetStatusAsync(new GetStatusRequest());
        await Assertions.Expect(view.Page.GetByTestId("connections")).ToHaveTextAsync($"{status.Connections}");
        await Eventually.IsTrueAsync(async () => Number(await view.Page.GetByTestId("accepted").TextContentAsync()) > (double)status.SamplesAccepted);
        await Eventually.IsTrueAsync(async () => Number(await view.Page.GetByTestId("rate").TextContentAsync()) > 1_000);
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("system");
    }

    [BrowserFact]
    public async Task System_ServerKilledAndBack_SaysThatItIsOldAndGoesOn()
    {
        await using var ground = await Ground.StartAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "system");
        await Assertions.Expect(view.Page.GetByText("● Ready")).ToBeVisibleAsync();
        await ground.Process.KillAsync();
        await Assertions.Expect(view.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("The server does not answer: as of");
        await view.PictureAsync("system-disconnected");
        await ground.StartAgainAsync();
        await Assertions.Expect(view.Page.GetByText("The server does not answer")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task DeadLetters_OfAVehicle_AreListedWithTheirReasons()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var vehicle = await IngestCall.BeginAsync(server, "acme/van");
        await vehicle.SendAsync([1, 2, 3]);
        await Eventually.IsTrueAsync(async () => (await new IngestService.IngestServiceClient(server.Channel).ListDeadLettersAsync(new ListDeadLettersRequest())).Total == 1);
        var letter = (await new IngestService.IngestServiceClient(server.Channel).ListDeadLettersAsync(new ListDeadLettersRequest())).DeadLetters.Single();
        await using var view = await chromium.OpenAsync(server.Http, "system");
        var row = view.Page.GetByRole(AriaRole.Region, new() { Name = "Dead letters" }).Last.GetByRole(AriaRole.Row).Filter(new() { HasText = "acme/van" });
        await Assertions.Expect(row).ToContainTextAsync(letter.Reason);
        await Assertions.Expect(row).ToContainTextAsync("3 B");
        Assert.Empty(await view.SeriousFindingsAsync());
    }

    [BrowserFact]
    public async Task Settings_LanguageAndColours_ChangeThePageAndStay()
    {
        var ground = await shared.GetAsync();
        await using var view = await chromium.OpenAsync(ground.Http, "system");
        await view.Page.GetByRole(AriaRole.Button, new() { Name = "Settings" }).PressAsync("Enter");
        await view.Page.GetByLabel("Language").SelectOptionAsync("zh");
        await view.Page.GetByLabel("配色").SelectOptionAsync("dark");
        await view.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(view.Page.GetByRole(AriaRole.Heading, new() { Name = "系统" })).ToBeVisibleAsync();
        Assert.Empty(await view.SeriousFindingsAsync());
        await view.PictureAsync("system-dark-chinese");
        await view.Page.ReloadAsync();
        await Assertions.Expect(view.Page.GetByRole(AriaRole.Heading, new() { Name = "系统" })).ToBeVisibleAsync();
        Assert.Equal("dark", await view.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
    }

    private static double Number(string? text) => double.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
