using System.Text;
using AutoValley.Edge.Sources.Mqtt;
using AutoValley.Edge.Uplink;
using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Configuration;

/// <summary>A source of kind <c>mqtt</c>: topics of other devices.</summary>
internal static class MqttEntry
{
    private static readonly Dictionary<string, SignalType> Types = new(StringComparer.Ordinal)
    {
        ["number"] = SignalType.Double, ["integer"] = SignalType.Integer, ["boolean"] = SignalType.Boolean, ["text"] = SignalType.Text,
    };

    /// <summary>What the entry says; errors are noted in it.</summary>
    public static MqttSourceOptions Read(ConfigurationObject entry)
    {
        var tls = TlsEntry.Read(entry);
        var broker = entry.RequiredText("broker");
        if (!ServerAddress.TryParse(broker, tls is null ? 1883 : 8883, out var address) && broker.Length > 0)
            entry.Fail("broker", $"is '{broker}', not host:port");
        var items = entry.Objects("topics");
        if (items.Count == 0)
            entry.Fail("topics", "is missing or empty: there is nothing to subscribe to");
        return new MqttSourceOptions { Client = Client(entry, address, tls), Topics = [.. items.Select(Topic)] };
    }

    private static MqttClientOptions Client(ConfigurationObject entry, ServerAddress address, MqttTlsOptions? tls)
    {
        var (version, clientId) = (entry.Text("version") ?? "5", entry.Text("clientId") ?? "");
        if (version is not ("5" or "3.1.1"))
            entry.Fail("version", $"is '{version}', not 5 or 3.1.1");
        var session = entry.Number("sessionSeconds", 0, uint.MaxValue - 1) ?? 3_600;
        return new MqttClientOptions
        {
            Host = address.Host ?? "",
            Port = address.Port,
            Tls = tls,
            ProtocolVersion = version == "5" ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311,
            UserName = entry.Text("user"),
            Password = entry.Text("password") is { } password ? Encoding.UTF8.GetBytes(password) : (ReadOnlyMemory<byte>?)null,
            ClientId = clientId,
            // Without an id the broker has nothing to know the session by.
            CleanStart = clientId.Length == 0,
            SessionExpiry = clientId.Length == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(session),
            KeepAlive = TimeSpan.FromSeconds(10),
            ReceiveMaximum = 256,
            MaximumPacketBytes = 256 << 10,
            MaximumReceivedBytes = 4 << 20,
        };
    }

    private static MqttTopicOptions Topic(ConfigurationObject item)
    {
        var (filter, type) = (item.RequiredText("filter"), item.Text("type") ?? "number");
        if (filter.Length > 0 && !TopicRules.IsFilter(filter))
            item.Fail("filter", $"is '{filter}', which is no topic filter");
        if (!Types.ContainsKey(type))
            item.Fail("type", $"is '{type}', not {string.Join(", ", Types.Keys)}");
        var topic = new MqttTopicOptions(filter)
        {
            Signal = Pattern(item, "signal", filter), Type = Types.GetValueOrDefault(type), Unit = item.Text("unit") ?? "", Prefix = Pattern(item, "prefix", filter) ?? (item.Has("prefix") ? "" : null),
            IsSparkplug = item.Flag("sparkplug"), AsksForRebirth = item.Flag("rebirth"),
            Qos = (QualityOfService)(int)(item.Number("qos", 0, 2) ?? 1), TakesRetained = item.Flag("retained"),
        };
        if (topic.Unit.Length > SignalDefinition.MaximumUnitLength)
            item.Fail("unit", $"is longer than {SignalDefinition.MaximumUnitLength} characters");
        if (topic.Signal is not null && topic.Prefix is not null)
            item.Fail("", "has \"signal\" (the payload is one value) and \"prefix\" (it is JSON): give one of them");
        if (topic.Signal is null && (item.Has("unit") || item.Has("type")))
            item.Fail("", "has \"unit\" or \"type\" without \"signal\": JSON says its types itself");
        if (topic.Signal is not null && topic.IsSparkplug)
            item.Fail("", "has \"signal\" (the payload is one value) and \"sparkplug\" (it names its own): give one of them");
        if (topic.AsksForRebirth && !topic.IsSparkplug)
            item.Fail("rebirth", "is for \"sparkplug\": true alone");
        item.RefuseUnknown();
        return topic;
    }

    private static string? Pattern(ConfigurationObject item, string member, string filter)
    {
        if (item.Text(member) is not { Length: > 0 } pattern)
            return null;
        if (TopicPattern.ErrorOf(filter, pattern) is { } error)
            item.Fail(member, error);
        return pattern;
    }
}
