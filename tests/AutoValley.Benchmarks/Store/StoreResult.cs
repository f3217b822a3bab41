namespace AutoValley.Benchmarks.Store;

/// <summary>What one store took for one data set.</summary>
/// <param name="Acknowledged">Wall time until the last write was acknowledged.</param>
/// <param name="AcknowledgedCpu">The store's CPU time until then.</param>
/// <param name="Queryable">Wall time until everything is in answers.</param>
/// <param name="Settled">Wall time until everything has its final form.</param>
/// <param name="SettledCpu">The store's CPU time until then.</param>
/// <param name="PeakResidentBytes">The store's process.</param>
/// <param name="Contents">What is there in the end.</param>
internal sealed record StoreResult(
    TimeSpan Acknowledged,
    TimeSpan AcknowledgedCpu,
    TimeSpan Queryable,
    TimeSpan Settled,
    TimeSpan SettledCpu,
    long PeakResidentBytes,
    StoreContents Contents);

/// <summary>What is on disk and in answers when everything is settled.</summary>
/// <param name="DiskBytes">Samples and index.</param>
/// <param name="Differences">Series whose count, sum, minimum or maximum is not the truth.</param>
/// <param name="FirstDifference">The first of them, in words.</param>
internal sealed record StoreContents(long DiskBytes, int Differences, string FirstDifference);
