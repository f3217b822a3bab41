using AutoValley.Mqtt.Server;
using AutoValley.Server.Influx;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Server.Maintenance;
using AutoValley.Storage;

namespace AutoValley.Server.Observability;

/// <summary>The server's own state at one moment; what <c>/health</c>, <c>/metrics</c> and FleetService.GetStatus tell.</summary>
internal sealed record ServerSnapshot
{
    /// <summary>Whether batches can be made durable.</summary>
    public required StoreHealth Health { get; init; }

    /// <summary>Sizes and counts of the store.</summary>
    public required StoreStatistics Store { get; init; }

    /// <summary>What retention did since the start.</summary>
    public required RetentionStatus Retention { get; init; }

    /// <summary>New batches since the start.</summary>
    public required long BatchesAccepted { get; init; }

    /// <summary>Batches that were durable before.</summary>
    public required long BatchesDuplicate { get; init; }

    /// <summary>Samples of new batches.</summary>
    public required long SamplesAccepted { get; init; }

    /// <summary>Refusals by reason, all reasons.</summary>
    public required IReadOnlyList<(string Reason, long Count)> Rejected { get; init; }

    /// <summary>Age of the oldest unsealed batch, nanoseconds.</summary>
    public required long SealLagNanos { get; init; }

    /// <summary>MQTT connections now.</summary>
    public required int Connections { get; init; }

    /// <summary>What the MQTT endpoint counted since the start.</summary>
    public required MqttServerStatistics Mqtt { get; init; }

    /// <summary>How the server stands with its broker; null when it stands behind none.</summary>
    public BrokerStatus? Broker { get; init; }

    /// <summary>What went over the link to it.</summary>
    public BrokerCounters BrokerCounters { get; init; } = new();

    /// <summary>What InfluxDB's clients wrote and asked.</summary>
    public InfluxCounters Influx { get; init; } = new();

    /// <summary>Live subscribers now.</summary>
    public required int LiveSubscribers { get; init; }

    /// <summary>Batches dropped for slow live subscribers.</summary>
    public required long LiveDropped { get; init; }

    /// <summary>The site.</summary>
    public required SiteSnapshot Site { get; init; }
}
