using AutoValley.Server.Site;
using Microsoft.Extensions.DependencyInjection;

namespace AutoValley.Server.Demo;

/// <summary>Gives the server the demo's map, so that the vehicles are somewhere.</summary>
internal static class DemoSite
{
    private const string Person = "demo";

    public static async Task OpenAsync(IServiceProvider rooms)
    {
        var maps = rooms.GetRequiredService<SiteMaps>();
        var (stored, _) = maps.Import(new MapImport(DemoMap.Bytes(), DemoMap.FileName) { Person = Person });
        // Data that were kept may have another map by now.
        if (maps.Active == 0)
            await maps.ActivateAsync(rooms.GetRequiredService<SiteRoom>(), stored, maps.Read(stored), Person, "the demo's own");
    }
}
