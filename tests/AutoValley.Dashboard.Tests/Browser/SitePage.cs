using AutoValley.V1;
using Microsoft.Playwright;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>What the screen Site says, and what the server says of the same.</summary>
internal static class SitePage
{
    /// <summary>Whether somebody is somewhere, and the page has them all as the server has.</summary>
    public static async Task<bool> ShowsTheServersAsync(IPage page, SiteService.SiteServiceClient site)
    {
        var (shown, known) = (await OccupantsAsync(page), await OccupantsAsync(site));
        return known.Length > 0 && shown.AsSpan().SequenceEqual(known);
    }

    /// <summary>Who is in which zone, as "zone: vehicle", by the list of zones.</summary>
    private static Task<string[]> OccupantsAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('[data-testid=zones] tr[data-zone]')]
          .flatMap((row) => [...row.querySelectorAll('.who')].map((who) => row.dataset.zone + ': ' + [...who.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent.trim()).join('')))
          .sort()
        """);

    /// <summary>The same by WatchOccupancy.</summary>
    private static async Task<string[]> OccupantsAsync(SiteService.SiteServiceClient site) =>
        [.. (await SnapshotAsync(site)).SelectMany(vehicle => vehicle.Zones.Select(zone => $"{zone.Zone}: {vehicle.Vehicle}")).Order(StringComparer.Ordinal)];

    /// <summary>Everybody on the display.</summary>
    public static async Task<List<VehicleOccupancy>> SnapshotAsync(SiteService.SiteServiceClient site)
    {
        using var call = site.WatchOccupancy(new WatchOccupancyRequest());
        List<VehicleOccupancy> vehicles = [];
        do
        {
            await call.ResponseStream.MoveNext(CancellationToken.None);
            vehicles.AddRange(call.ResponseStream.Current.Snapshot.Vehicles);
        }
        while (call.ResponseStream.Current.Snapshot.More);
        return vehicles;
    }
}
