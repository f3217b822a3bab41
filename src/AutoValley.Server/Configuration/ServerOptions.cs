using AutoValley.Server.Access;
using AutoValley.Server.Influx;
using AutoValley.Server.Ingest;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Server.Live;
using AutoValley.Server.Maintenance;
using AutoValley.Server.Query;
using AutoValley.Server.Site;
using AutoValley.Storage.Influx;

namespace AutoValley.Server.Configuration;

/// <summary>Everything that can be set, one record a room. Read once, before anything opens; see <see cref="ServerOptionsReader"/>.</summary>
internal sealed record ServerOptions
{
    /// <summary>Folder of the journal, the catalogue and the sealed days; key <c>Data</c>. Made when absent.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Ports; keys <c>Listen:…</c>.</summary>
    public ListenSettings Listen { get; init; } = new();

    /// <summary>Whose pages may call it; keys <c>Web:…</c>.</summary>
    public WebOptions Web { get; init; } = new();

    /// <summary>Key <c>Mqtt:SystemInterval</c>: how often the endpoint's figures are published below <c>$SYS/broker/</c>; zero is never.</summary>
    public TimeSpan MqttSystemInterval { get; init; }

    /// <summary>
    /// Key <c>Stop:Timeout</c>: after so long a stop cuts the connections that are left. Running gRPC calls may finish until 10 s before (half of it when it
    /// is shorter than 20 s). The default is what Kubernetes gives a pod.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Limits of what comes in; keys <c>Ingest:…</c>.</summary>
    public IngestOptions Ingest { get; init; } = new();

    /// <summary>What InfluxDB's clients write and ask; keys <c>InfluxApi:…</c>.</summary>
    public InfluxOptions Influx { get; init; } = new();

    /// <summary>The broker that it stands behind; keys <c>Broker:…</c>.</summary>
    public BrokerOptions Broker { get; init; } = new();

    /// <summary>Sealing; keys <c>Store:…</c>.</summary>
    public StoreSettings Store { get; init; } = new();

    /// <summary>The InfluxDB that it seals to; keys <c>Influx:…</c>. Null with files.</summary>
    public InfluxStoreOptions? InfluxStore { get; init; }

    /// <summary>What is kept; keys <c>Retention:…</c>.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Limits of what is read; keys <c>Query:…</c>.</summary>
    public QueryOptions Query { get; init; } = new();

    /// <summary>Live subscribers; keys <c>Live:…</c>.</summary>
    public LiveOptions Live { get; init; } = new();

    /// <summary>Maps and occupancy; keys <c>Site:…</c>.</summary>
    public SiteOptions Site { get; init; } = new();
}
