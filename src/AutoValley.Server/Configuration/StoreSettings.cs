namespace AutoValley.Server.Configuration;

/// <summary>When the journal is sealed into chunks.</summary>
internal sealed record StoreSettings
{
    /// <summary>Key <c>Store:BackEnd</c>: where it seals to.</summary>
    public StoreBackEnd BackEnd { get; init; }

    /// <summary>Key <c>Store:SealAge</c>: oldest unsealed batch at most; a longer one gives larger, denser chunks and a longer start after a crash.</summary>
    public TimeSpan SealAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Key <c>Store:SealBytes</c>: journal bytes that start sealing before the age does.</summary>
    public long SealBytes { get; init; } = 64L << 20;

    /// <summary>Key <c>Store:MaximumUnsealedBytes</c>: memory for what is accepted and not sealed; a longer start after a crash.</summary>
    public long MaximumUnsealedBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Key <c>Store:MaximumJournalBytes</c>: what waits on disk to be sealed, while the back end is away; 0 for all that the disk has, but for a reserve.
    /// </summary>
    public long MaximumJournalBytes { get; init; }

    /// <summary>Key <c>Store:MaximumBatchDays</c>: UTC days that the samples of one batch may lie on.</summary>
    public int MaximumBatchDays { get; init; } = 32;

    /// <summary>Key <c>Store:MaximumDays</c>: day files at most, but for those around the time of receipt.</summary>
    public int MaximumDays { get; init; } = 4_000;

    /// <summary>Key <c>Store:MaximumSessionHoles</c>: between the batch numbers of a session; a batch that makes one more is a dead letter.</summary>
    public int MaximumSessionHoles { get; init; } = 1_024;

    /// <summary>Key <c>Store:ColumnCacheBytes</c>: memory for encoded columns that plots and aggregates read again; 0 for none.</summary>
    public long ColumnCacheBytes { get; init; } = 64L << 20;
}
