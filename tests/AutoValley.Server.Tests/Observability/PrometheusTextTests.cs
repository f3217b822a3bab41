using AutoValley.Mqtt.Server;
using AutoValley.Server.Influx;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Server.Maintenance;
using AutoValley.Server.Observability;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Alarms;
using AutoValley.Site.Occupancy;
using AutoValley.Storage;
using AutoValley.Storage.Influx;

namespace AutoValley.Server.Tests.Observability;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Of_Snapshot_HasEverySeriesOnceWithItsHead()
    {
        var counters = new BrokerCounters();
        counters.CountTaken();
        counters.CountLost();
        var influx = new InfluxCounters();
        influx.AddBody(100, 7, 2);
        influx.RefuseBody();
        influx.AddStatement(isAnswered: false);
        var text = PrometheusText.Of(new ServerSnapshot
        {
            Health = new StoreHealth(false, "disk full", 7, 1), Store = new StoreStatistics(1, 2, 3, 4) { Remote = new RemoteStatistics(InfluxDialect.V1, "1.8 \"\\\n") { DownSince = 5, Refused = 6 } }, BatchesAccepted = 5, BatchesDuplicate = 6,
            SamplesAccepted = 1L << 40, Rejected = [("limit", 8), ("run", 9)], SealLagNanos = 1_500_000_000, Connections = 10,
            Mqtt = new MqttServerStatistics(), Retention = new RetentionStatus(), LiveSubscribers = 11, LiveDropped = 12, Broker = new BrokerStatus("b:1883", true, null, 3), BrokerCounters = counters, Influx = influx,
            Site = new SiteSnapshot(2_500_000_000, 13, new SiteCounters(), new OccupancyCounts())
            {
                Alarms = new AlarmStatus([1, 2, 3, 4], 5, 6, 7, false) { WarningsSent = 8, WarningsUnsent = 9 },
            },
        });
        Assert.Contains("\nautovalley_samples_accepted_total 1099511627776\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_rejected_total{reason=\"limit\"} 8\nautovalley_rejected_total{reason=\"run\"} 9\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_store_writable 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_seal_lag_seconds 1.5\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_influx_info{dialect=\"v1\",version=\"1.8 \\\"\\\\\\n\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_influx_up 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_influx_refused_total 6\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_broker_connected 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_broker_connections_total 3\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_broker_publishes_total 1\n", text, StringComparison.Ordinal);
        Assert.Contains("{outcome=\"told\"} 0\nautovalley_broker_watermarks_total{outcome=\"lost\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("{outcome=\"read\"} 1\nautovalley_influx_api_bodies_total{outcome=\"refused\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("{outcome=\"durable\"} 5\nautovalley_influx_api_lines_total{outcome=\"refused\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_influx_api_statements_total{outcome=\"failed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_site_lag_seconds 2.5\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_site_fixes_total{verdict=\"late\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_site_alarms_open{severity=\"critical\"} 4\n", text, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_site_driver_warnings_total{outcome=\"unsent\"} 9\n", text, StringComparison.Ordinal);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var types = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToArray();
        Assert.Equal(types.Distinct(), types);
        Assert.All(lines.Where(line => line[0] != '#'), line => Assert.Contains(line.Split('{', ' ')[0], types));
    }
}
