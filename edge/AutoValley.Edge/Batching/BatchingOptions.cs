namespace AutoValley.Edge.Batching;

/// <summary>When a batch closes.</summary>
internal sealed record BatchingOptions
{
    /// <summary>Oldest sample's waiting time.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Size before encoding: 8 bytes a time, double and integer, 1 a boolean, the UTF-8 bytes of a text.</summary>
    public int Bytes { get; init; } = 256 * 1024;

    /// <summary>Most samples, all signals together; the server's limit is 1,000,000.</summary>
    public int Samples { get; init; } = 500_000;

    /// <summary>Most columns; the server's limit.</summary>
    public int Columns { get; init; } = 4096;
}
