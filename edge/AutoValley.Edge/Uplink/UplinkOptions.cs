namespace AutoValley.Edge.Uplink;

/// <summary>How much may be under way, and how long the uplink waits.</summary>
internal sealed record UplinkOptions
{
    /// <summary>Publishes without an answer; the server's receive maximum may hold them lower.</summary>
    public int Window { get; init; } = 128;

    /// <summary>Bytes without an answer.</summary>
    public int WindowBytes { get; init; } = 8 << 20;

    /// <summary>Publishes of the backlog without an answer: what a live batch may have to queue behind.</summary>
    public int BacklogBatches { get; init; } = 64;

    /// <summary>Bytes of the backlog without an answer, at most; see <see cref="BacklogWindow"/>.</summary>
    public int BacklogBytes { get; init; } = 1 << 20;

    /// <summary>The same at the start of a connection, before it is known what the link bears.</summary>
    public int FirstBacklogBytes { get; init; } = 32 << 10;

    /// <summary>Longest queue that the backlog may make on the way, in time: what a live batch has to wait for.</summary>
    public TimeSpan BacklogDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Most bytes of batches a second; null for no limit.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Most bytes of batches of the backlog a second; null for no limit but what the link bears.</summary>
    public long? BacklogBytesPerSecond { get; init; }

    /// <summary>When both wait, one in so many publishes is of the backlog, so that a busy vehicle catches up too.</summary>
    public int BacklogShare { get; init; } = 4;

    /// <summary>Batches answered but not durable yet; sending stops there.</summary>
    public int Unacknowledged { get; init; } = 4096;

    /// <summary>A batch that was answered but is in no watermark for so long is sent again.</summary>
    public TimeSpan HoleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>First wait after a lost or refused connection, or an answer of <see cref="PublishOutcome.Later"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest such wait.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From one status to the next.</summary>
    public TimeSpan StatusInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest farewell of an agent that is told to stop.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>0 … 1, for the jitter of the waits.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;
}
