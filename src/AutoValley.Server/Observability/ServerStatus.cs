using System.Reflection;
using AutoValley.Server.Ingest;
using AutoValley.Server.Live;
using AutoValley.Server.Maintenance;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Observability;

/// <summary>Collects the server's own state from the rooms that have it.</summary>
internal sealed class ServerStatus(
    ISampleStore store, IngestCounters counters, WaysIn ways, LiveHub live, RetentionStatus retention, SiteStatus site, TimeProvider clock)
{
    /// <summary>The product's version.</summary>
    public static string Version { get; } =
        typeof(ServerStatus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>When this server started, Unix nanoseconds.</summary>
    public long StartTime { get; } = UnixTime.Now(clock);

    /// <summary>The state now.</summary>
    public async ValueTask<ServerSnapshot> GetAsync(CancellationToken cancellation)
    {
        var health = store.Health;
        return new ServerSnapshot
        {
            Health = health with { Warnings = [.. health.Warnings, .. site.Warnings] },
            Store = await store.GetStatisticsAsync(cancellation),
            Retention = retention,
            BatchesAccepted = counters[AcceptOutcome.Accepted],
            BatchesDuplicate = counters[AcceptOutcome.Duplicate],
            SamplesAccepted = counters.Samples,
            Rejected = [.. counters.Rejected],
            SealLagNanos = health.OldestUnsealed is { } oldest ? Math.Max(0, UnixTime.Now(clock) - oldest) : 0,
            Connections = ways.Mqtt.ConnectionCount,
            Mqtt = ways.Mqtt.Statistics,
            Broker = ways.Broker.Status,
            BrokerCounters = ways.Broker.Counters,
            Influx = ways.Influx,
            LiveSubscribers = live.Count,
            LiveDropped = live.Dropped,
            Site = site.Get(),
        };
    }
}
