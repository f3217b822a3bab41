namespace AutoValley.Storage;

/// <summary>What a cache was good for since the store was opened.</summary>
/// <param name="Hits">How often what was asked for was there.</param>
/// <param name="Misses">How often it had to be read.</param>
/// <param name="Bytes">What it takes in memory now, about.</param>
public readonly record struct CacheStatistics(long Hits, long Misses, long Bytes);
