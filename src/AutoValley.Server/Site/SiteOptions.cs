namespace AutoValley.Server.Site;

/// <summary>The site's limits; keys <c>Site:…</c>.</summary>
internal sealed record SiteOptions
{
    /// <summary>Key <c>Site:MaximumMapBytes</c>: length of a map's file; every request over gRPC may be as long then.</summary>
    public int MaximumMapBytes { get; init; } = 16 << 20;
}
