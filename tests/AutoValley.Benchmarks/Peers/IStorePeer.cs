using AutoValley.Benchmarks.DataSets;

namespace AutoValley.Benchmarks.Peers;

/// <summary>A store that samples are put into, in the way that its documents call the fastest.</summary>
internal interface IStorePeer : IAsyncDisposable
{
    /// <summary>For the table: product, version, way in.</summary>
    string Name { get; }

    /// <summary>What is true of a sample when its write was acknowledged.</summary>
    string Durability { get; }

    /// <summary>User and system time of the store's process so far.</summary>
    TimeSpan Cpu { get; }

    /// <summary>Most resident memory of the store's process, bytes.</summary>
    long PeakResidentBytes { get; }

    /// <summary>Files that hold samples and their index, bytes.</summary>
    long DiskBytes { get; }

    /// <summary>What the files are made of, in words, when settled; null when it does not tell.</summary>
    string? Breakdown => null;

    /// <summary>Asks it; when it is started.</summary>
    IQueryPeer Queries { get; }

    /// <summary>Builds the bodies; not measured. The slices are in the order of sending.</summary>
    /// <exception cref="BenchmarkException">The store is not installed, or does not start.</exception>
    Task PrepareAsync(DataSet data, IReadOnlyList<Slice> slices, string folder, CancellationToken cancellation);

    /// <summary>Starts the store's process and waits until it answers.</summary>
    /// <exception cref="BenchmarkException">The store is not installed, or does not start.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Sends everything; completes when the last write is acknowledged.</summary>
    Task IngestAsync(CancellationToken cancellation);

    /// <summary>Completes when everything is in answers.</summary>
    Task BecomeQueryableAsync(CancellationToken cancellation);

    /// <summary>Completes when everything has its final form on disk: sealed, merged, compacted, checkpointed.</summary>
    Task SettleAsync(CancellationToken cancellation);

    /// <summary>Count, sum, minimum and maximum of every series, computed by the store.</summary>
    Task<Dictionary<SeriesKey, SeriesFacts>> GetFactsAsync(CancellationToken cancellation);
}
