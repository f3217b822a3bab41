namespace AutoValley.Benchmarks.Peers;

/// <summary>Asks a store, over its network interface, or inside its process where it has none.</summary>
internal interface IQueryPeer
{
    /// <summary>For the table: product, version, interface.</summary>
    string Name { get; }

    /// <summary>Minimum and maximum by bucket, and the mean where it is asked for.</summary>
    Task<Timed<IReadOnlyDictionary<string, Buckets>>> AggregateAsync(BucketQuestion question, CancellationToken cancellation);

    /// <summary>Every sample of a range, handed to the check as it comes.</summary>
    Task<Timed<long>> ExportAsync(ExportQuestion question, CancellationToken cancellation);
}
