namespace AutoValley.Server.Configuration;

/// <summary>When the journal is sealed into chunks.</summary>
internal sealed record StoreSettings
{
    /// <summary>Key <c>Store:SealAge</c>: oldest unsealed batch at most; a longer one gives larger, denser chunks and a longer start after a crash.</summary>
    public TimeSpan SealAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Key <c>Store:SealBytes</c>: journal bytes that start sealing before the age does.</summary>
    public long SealBytes { get; init; } = 64L << 20;
}
