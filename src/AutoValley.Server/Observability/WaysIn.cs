using AutoValley.Mqtt.Server;
using AutoValley.Server.Influx;
using AutoValley.Server.Ingest.Broker;

namespace AutoValley.Server.Observability;

/// <summary>By what batches come in.</summary>
internal sealed record WaysIn(MqttServer Mqtt, BrokerLink Broker, InfluxCounters Influx);
