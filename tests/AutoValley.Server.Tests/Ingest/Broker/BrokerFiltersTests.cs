using AutoValley.Mqtt;
using AutoValley.Server.Ingest.Broker;

namespace AutoValley.Server.Tests.Ingest.Broker;

public sealed class BrokerFiltersTests
{
    [Fact]
    public void Of_Mqtt5_SharesBatchesAloneAndAsksForThemAfterCatalogues() => Assert.Equal(
        ["av/v1/+/+/catalog", "av/v1/+/+/status", "av/v1/+/+/run", "av/v1/+/+/ack", "$share/g/av/v1/+/+/telemetry", "$share/g/av/v1/+/+/json", "av/v1/+/+/answer", "av/v1/+/+/command"],
        BrokerFilters.Of(MqttProtocolVersion.V500, "g").Select(subscription => subscription.Filter));

    [Fact]
    public void Of_Mqtt311_SharesNothingAndHearsNoWatermarks() => Assert.Equal(
        ["av/v1/+/+/catalog", "av/v1/+/+/status", "av/v1/+/+/run", "av/v1/+/+/telemetry", "av/v1/+/+/json", "av/v1/+/+/answer", "av/v1/+/+/command"],
        BrokerFilters.Of(MqttProtocolVersion.V311, "g").Select(subscription => subscription.Filter));
}
