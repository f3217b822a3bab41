using System.Globalization;
using System.Text;
using AutoValley.Mqtt.Server;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Server.Maintenance;
using AutoValley.Telemetry;

namespace AutoValley.Server.Observability;

/// <summary>A snapshot in Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public static string Of(ServerSnapshot now)
    {
        var text = new StringBuilder();
        Add(text, "autovalley_batches_accepted_total", "counter", "Batches that were new and are durable.", now.BatchesAccepted);
        Add(text, "autovalley_batches_duplicate_total", "counter", "Batches that were durable before.", now.BatchesDuplicate);
        Add(text, "autovalley_samples_accepted_total", "counter", "Samples of accepted batches.", now.SamplesAccepted);
        Head(text, "autovalley_rejected_total", "counter", "Input that became a dead letter, by reason.");
        foreach (var (reason, count) in now.Rejected)
            text.Append(CultureInfo.InvariantCulture, $"autovalley_rejected_total{{reason=\"{reason}\"}} {count}\n");
        Add(text, "autovalley_store_writable", "gauge", "1 while batches can be made durable.", now.Health.Writable ? 1 : 0);
        Add(text, "autovalley_store_warnings", "gauge", "Things somebody should look at although batches are taken; /health names them.", now.Health.Warnings.Count);
        Add(text, "autovalley_journal_bytes", "gauge", "Journal that is not sealed yet.", now.Health.JournalBytes);
        Add(text, "autovalley_journal_parked_bytes", "gauge", "Of it, what is on disk alone: it waits for a back end that is away or slow.", now.Health.ParkedBytes);
        Add(text, "autovalley_seal_lag_seconds", "gauge", "Age of the oldest unsealed batch.", now.SealLagNanos / (double)UnixTime.NanosPerSecond);
        Add(text, "autovalley_store_bytes", "gauge", "All files of the store.", now.Store.StoreBytes);
        Add(text, "autovalley_store_samples", "gauge", "Sealed samples.", now.Store.SealedSamples);
        Add(text, "autovalley_column_cache_hits_total", "counter", "Columns of chunks that plots and aggregates found in memory.", now.Store.ColumnCache.Hits);
        Add(text, "autovalley_column_cache_misses_total", "counter", "Columns of chunks that had to be read.", now.Store.ColumnCache.Misses);
        Add(text, "autovalley_column_cache_bytes", "gauge", "Memory of columns that are kept.", now.Store.ColumnCache.Bytes);
        if (now.Store.Remote is { } influx)
            InfluxMetrics.Add(text, influx);
        AddRetention(text, now.Retention);
        Add(text, "autovalley_mqtt_connections", "gauge", "MQTT connections.", now.Connections);
        AddMqtt(text, now.Mqtt);
        if (now.Broker is { } broker)
            AddBroker(text, broker, now.BrokerCounters);
        InfluxApiMetrics.Add(text, now.Influx);
        Add(text, "autovalley_live_subscribers", "gauge", "Live subscribers.", now.LiveSubscribers);
        Add(text, "autovalley_live_dropped_batches_total", "counter", "Batches dropped for slow live subscribers.", now.LiveDropped);
        SiteMetrics.Add(text, now.Site);
        return text.ToString();
    }

    private static void AddRetention(StringBuilder text, RetentionStatus retention)
    {
        Add(text, "autovalley_retention_deleted_samples_total", "counter", "Samples that retention deleted.", retention.DeletedSamples);
        Add(text, "autovalley_retention_deleted_days_total", "counter", "Days that retention deleted.", retention.DeletedDays);
        Add(text, "autovalley_retention_over_bytes", "gauge", "Bytes over the limit after the last pass.", retention.Last?.OverBytes ?? 0);
        Add(text, "autovalley_retention_failed", "gauge", "1 while passes of retention fail.", retention.Failure.Length > 0 ? 1 : 0);
    }

    private static void AddMqtt(StringBuilder text, MqttServerStatistics mqtt)
    {
        Add(text, "autovalley_mqtt_connections_total", "counter", "MQTT connections that were accepted.", mqtt.ConnectionsAccepted);
        Add(text, "autovalley_mqtt_publishes_received_total", "counter", "Publishes from clients.", mqtt.PublishesReceived);
        Add(text, "autovalley_mqtt_received_bytes_total", "counter", "Bytes of their payloads.", mqtt.PayloadBytesReceived);
        Add(text, "autovalley_mqtt_publishes_sent_total", "counter", "Publishes written to subscribers.", mqtt.PublishesSent);
        Head(text, "autovalley_mqtt_dropped_total", "counter", "Publishes that a subscriber did not get, by cause.");
        foreach (var (cause, count) in new[] { ("queue_full", mqtt.DroppedQueueFull), ("expired", mqtt.DroppedExpired), ("too_large", mqtt.DroppedTooLarge) })
            text.Append(CultureInfo.InvariantCulture, $"autovalley_mqtt_dropped_total{{cause=\"{cause}\"}} {count}\n");
        Head(text, "autovalley_mqtt_refused_total", "counter", "Failures answered to clients, by MQTT reason code.");
        foreach (var (reason, count) in mqtt.Refusals())
            text.Append(CultureInfo.InvariantCulture, $"autovalley_mqtt_refused_total{{reason=\"{reason}\"}} {count}\n");
    }

    private static void AddBroker(StringBuilder text, BrokerStatus broker, BrokerCounters counters)
    {
        Add(text, "autovalley_broker_connected", "gauge", "1 while the broker is connected and subscribed to.", broker.Connected ? 1 : 0);
        Add(text, "autovalley_broker_connections_total", "counter", "Connections to the broker.", broker.Connections);
        Add(text, "autovalley_broker_publishes_total", "counter", "Publishes of the broker that were answered.", counters.Taken);
        Add(text, "autovalley_broker_not_stored_total", "counter", "Publishes of the broker that the store could not keep and that were not acknowledged.", counters.NotStored);
        Head(text, "autovalley_broker_watermarks_total", "counter", "Watermarks for the broker, by what became of them.");
        foreach (var (outcome, count) in new[] { ("told", counters.WatermarksTold), ("lost", counters.WatermarksLost) })
            text.Append(CultureInfo.InvariantCulture, $"autovalley_broker_watermarks_total{{outcome=\"{outcome}\"}} {count}\n");
    }

    internal static void Add(StringBuilder text, string name, string type, string help, double value)
    {
        Head(text, name, type, help);
        text.Append(CultureInfo.InvariantCulture, $"{name} {value:R}\n");
    }

    /// <summary>A text between the quotation marks of a label.</summary>
    internal static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    internal static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
}
