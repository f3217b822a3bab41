using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Server.Ingest.Broker;

/// <summary>
/// What a server asks the broker for. Batches and JSON go to one server of the group; what every server has to know goes to each: catalogues, or a
/// batch would come to a server that cannot read it, states and runs, answers to commands, and the watermarks and commands of the others.
/// </summary>
internal static class BrokerFilters
{
    private static readonly TopicKind[] Shared = [TopicKind.Telemetry, TopicKind.Json];
    private static readonly TopicKind[] Everywhere = [TopicKind.Catalog, TopicKind.Status, TopicKind.Run];

    /// <summary>In the order in which they are asked for: catalogues before batches.</summary>
    public static IEnumerable<MqttSubscription> Of(MqttProtocolVersion version, string group)
    {
        foreach (var kind in Everywhere)
            yield return new MqttSubscription(Topics.FilterOf(kind), QualityOfService.AtLeastOnce);
        if (version == MqttProtocolVersion.V500)
            yield return new MqttSubscription(Topics.FilterOf(TopicKind.Ack), QualityOfService.AtMostOnce) { NoLocal = true };
        var prefix = version == MqttProtocolVersion.V500 ? $"{TopicRules.SharedPrefix}{group}/" : "";
        foreach (var kind in Shared)
            yield return new MqttSubscription(prefix + Topics.FilterOf(kind), QualityOfService.AtLeastOnce);
        // Last, so that a broker that gives no right to them, as they came later, holds up no batch.
        yield return new MqttSubscription(Topics.FilterOf(TopicKind.Answer), QualityOfService.AtLeastOnce);
        yield return new MqttSubscription(Topics.FilterOf(TopicKind.Command), QualityOfService.AtLeastOnce) { NoLocal = version == MqttProtocolVersion.V500 };
    }
}
