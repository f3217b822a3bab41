using AutoValley.Server.Site;

namespace AutoValley.Server.Configuration;

/// <summary>Keys <c>Site:…</c>.</summary>
internal static class SiteOptionsReader
{
    public static SiteOptions Read(SettingsReader reader)
    {
        var standard = new SiteOptions();
        return new SiteOptions
        {
            MaximumMapBytes = (int)reader.Bytes("Site:MaximumMapBytes", standard.MaximumMapBytes, 1 << 10, 32 << 20),
        };
    }
}
