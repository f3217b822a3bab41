using AutoValley.Storage.Influx;

namespace AutoValley.Storage;

/// <summary>Sizes and counts of a store.</summary>
/// <param name="SealedSamples">Samples in chunks.</param>
/// <param name="SealedBytes">Bytes of those chunks, without the database around them.</param>
/// <param name="StoreBytes">Bytes of all files, journal included.</param>
/// <param name="Chunks">How many chunks.</param>
public sealed record StoreStatistics(long SealedSamples, long SealedBytes, long StoreBytes, long Chunks)
{
    /// <summary>Columns that plots and aggregates were made of, for the next ones.</summary>
    public CacheStatistics ColumnCache { get; init; }

    /// <summary>Of a back end that is another server; null of files.</summary>
    public RemoteStatistics? Remote { get; init; }
}
