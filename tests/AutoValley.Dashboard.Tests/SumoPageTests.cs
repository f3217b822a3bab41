using AutoValley.Dashboard.Tests.Browser;
using AutoValley.EndToEnd.Harness;
using AutoValley.EndToEnd.Site;
using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests;

/// <summary>Mcity's map with SUMO's vehicles on the page, through agents, MQTT, journal and occupancy.</summary>
/// <remarks>The first part of the run; all of it with the environment variable <c>AUTOVALLEY_LONG_TESTS=1</c>.</remarks>
[Collection(nameof(BrowserTests))]
public sealed class SumoPageTests(Chromium chromium)
{
    private const string Mcity = "sumo/mcity";

    private static readonly double Seconds = Environment.GetEnvironmentVariable("AUTOVALLEY_LONG_TESTS") == "1" ? 600 : 30;

    [SharedDataFact(Mcity)]
    public async Task Page_OfMcity_HasTheVehiclesZonesAndVisitsOfTheServer()
    {
        if (ToolFactAttribute.Find(Chromium.Program) is null)
            return;
        var spools = Directory.CreateTempSubdirectory("autovalley-test-");
        // The run ends now: its last places are live, and stay on the display.
        var run = new SumoRun(Mcity, ((DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (long)Seconds) * 1_000_000_000), Seconds);
        await using var server = await ServerUnderTest.StartAsync("--set", "Site:StaleAfter=1h", "--set", "Site:LateAfter=1h");
        await server.Site.ImportMapAsync(new ImportMapRequest { Content = ByteString.CopyFrom(run.Read("named_zones.geojson")), File = "named_zones.geojson", Person = "test", Activate = true });
        await run.DriveAsync(server.Mqtt, spools.FullName);
        spools.Delete(recursive: true);

        await using var view = await chromium.OpenAsync(server.Http, "site");
        var page = view.Page;
        await Eventually.IsTrueAsync(async () => await SitePage.ShowsTheServersAsync(page, server.Site));
        await Assertions.Expect(page.GetByRole(AriaRole.Tab, new() { Name = $"Vehicles ({run.Vehicles.Count()})" })).ToBeVisibleAsync();
        await view.PictureAsync("site-mcity");

        await view.GoAsync("occupancy?view=timeline");
        var visits = (await server.Site.ListVisitsAsync(new ListVisitsRequest { PageSize = 10_000 })).Visits;
        var enters = run.Rows("truth_named_zone_events_10hz.csv.gz").Count(row => row[2] == "enter");
        Assert.Equal(enters, visits.Count);
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "Timeline" })).ToHaveAccessibleNameAsync($"Timeline: {enters:N0} Visits");
        await view.PictureAsync("occupancy-mcity");
    }
}
