namespace AutoValley.Benchmarks.Store;

/// <summary>What <c>benchmarks store</c> measures.</summary>
/// <param name="DataSets">Names of data sets.</param>
/// <param name="Samples">About so many a data set.</param>
/// <param name="BatchSamples">Samples a batch or body, about.</param>
/// <param name="Peers">Names of stores.</param>
internal sealed record StoreWorkload(IReadOnlyList<string> DataSets, long Samples, int BatchSamples, IReadOnlyList<string> Peers);
