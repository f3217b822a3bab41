using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>The demo's map on a server of a test's own.</summary>
internal static class TestMap
{
    public static async Task ImportAsync(SiteService.SiteServiceClient site)
    {
        var map = await File.ReadAllBytesAsync(Path.Combine(SharedData.RepositoryRoot, "src/AutoValley.Server/Demo/test-ground.geojson"));
        await site.ImportMapAsync(new ImportMapRequest { Content = ByteString.CopyFrom(map), File = "test-ground.geojson", Person = "test", Activate = true });
    }

    /// <summary>A place inside a zone: the middle of its outline.</summary>
    public static async Task<(double Latitude, double Longitude)> MiddleAsync(SiteService.SiteServiceClient site, string name)
    {
        using var call = site.GetMap(new GetMapRequest());
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (call.ResponseStream.Current.Zones?.Zones.SingleOrDefault(zone => zone.Name == name) is { } zone)
                return (zone.Rings[0].Latitudes.Average(), zone.Rings[0].Longitudes.Average());
        }
        throw new InvalidOperationException($"no zone {name}");
    }
}
