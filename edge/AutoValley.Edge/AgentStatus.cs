using AutoValley.Edge.Collecting;
using AutoValley.Edge.Sources.Running;
using AutoValley.Edge.Spool;
using AutoValley.Telemetry;

namespace AutoValley.Edge;

/// <summary>What an agent has done so far. A sample is one value of one signal.</summary>
public sealed record AgentStatus
{
    /// <summary>The session: one a start of the agent.</summary>
    public required SessionId Session { get; init; }

    /// <summary>Whether the server is there.</summary>
    public bool Connected { get; init; }

    /// <summary>Connections after the first one.</summary>
    public int Reconnects { get; init; }

    /// <summary>Why the last connection failed or ended, or the server put a publish off; null while nothing went wrong.</summary>
    public string? LastError { get; init; }

    /// <summary>The sources, as the configuration orders them.</summary>
    public IReadOnlyList<SourceReport> Sources { get; init; } = [];

    /// <summary>Samples that the sources gave.</summary>
    public long SamplesRead { get; init; }

    /// <summary>Those of them that are in a batch of this session.</summary>
    public long SamplesPublished { get; init; }

    /// <summary>Those of them that the server made durable.</summary>
    public long SamplesDurable { get; init; }

    /// <summary>Samples of earlier sessions that it made durable.</summary>
    public long BacklogSamplesDurable { get; init; }

    /// <summary>Samples lost on the vehicle since the agent started, earlier sessions' included.</summary>
    public SampleDrops SamplesDropped { get; init; } = new();

    /// <summary>What collection schemes did.</summary>
    public CollectingStatus Collecting { get; init; } = CollectingStatus.Everything;

    /// <summary>Batches of this session that were spooled.</summary>
    public long BatchesSpooled { get; init; }

    /// <summary>Batches sent since the session began, of all sessions, each as often as it was sent.</summary>
    public long BatchesSent { get; init; }

    /// <summary>Batches of this session that the server made durable.</summary>
    public long BatchesDurable { get; init; }

    /// <summary>Batches in the spool, of all sessions.</summary>
    public int SpoolBatches { get; init; }

    /// <summary>Samples in them.</summary>
    public long SpoolSamples { get; init; }

    /// <summary>Size of the spool, the archive included.</summary>
    public long SpoolBytes { get; init; }

    /// <summary>Size of what is durable and kept to be sent again.</summary>
    public long SpoolArchiveBytes { get; init; }

    /// <summary>How long the oldest batch in the spool has been waiting; zero when none waits.</summary>
    public TimeSpan SpoolOldestAge { get; init; }

    /// <summary>What is wrong with the spool's folder, while batches are kept in memory; null when nothing is.</summary>
    public string? SpoolFault { get; init; }
}
