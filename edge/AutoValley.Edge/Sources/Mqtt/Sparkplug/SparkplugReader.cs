using AutoValley.Edge.Sources.Mqtt.Sparkplug.Wire;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Json;
using Google.Protobuf;

namespace AutoValley.Edge.Sources.Mqtt.Sparkplug;

/// <summary>
/// Sparkplug B payloads into samples: births tell names, types and aliases, data comes by them. Messages that are missing by the node's number are counted;
/// what a missed birth would have named is counted too, and asked for again where that is allowed.
/// </summary>
internal sealed class SparkplugReader(MqttStatistics statistics, TimeProvider clock)
{
    /// <summary>Edge nodes; of one more nothing is taken.</summary>
    public const int MaximumNodes = 256;

    private static readonly TimeSpan BetweenRequests = TimeSpan.FromSeconds(10);

    // { name: "Node Control/Rebirth", datatype: Boolean, value: true } and nothing else.
    private static readonly byte[] Rebirth = new Payload
    {
        Metrics = { new Payload.Types.Metric { Name = "Node Control/Rebirth", Datatype = 11, BooleanValue = true } },
    }.ToByteArray();

    private readonly Dictionary<string, SparkplugNode> nodes = new(StringComparer.Ordinal);

    /// <summary>The samples of a publish; none when it has none, which is counted where it should have.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="bytes">Its payload.</param>
    /// <param name="prefix">Before the names; null is the topic's branch.</param>
    /// <param name="rebirthTopic">Where a new birth is to be asked for, with <paramref name="command"/>; null when it is not.</param>
    /// <param name="command">The order.</param>
    public IReadOnlyList<JsonSample> Read(string topic, ReadOnlyMemory<byte> bytes, string? prefix, out string? rebirthTopic, out byte[] command)
    {
        (rebirthTopic, command) = (null, Rebirth);
        if (!SparkplugTopic.TryParse(topic, out var from) || from.Kind is not ("NBIRTH" or "DBIRTH" or "NDATA" or "DDATA" or "NDEATH" or "DDEATH"))
            return [];
        if (NodeOf(from) is not { } node || PayloadOf(topic, bytes) is not { } payload)
            return [];
        var lost = node.CountLost(from.Kind, payload.HasSeq ? payload.Seq : null);
        statistics.LostMessages(lost);
        if (from.Kind is "NDEATH" or "NBIRTH")
            node.Clear();
        if (from.Kind is "NDEATH" or "DDEATH")
        {
            statistics.Died();
            return [];
        }
        var (samples, unborn) = SamplesOf(payload, node, from, prefix ?? from.Branch);
        if (unborn > 0)
            statistics.Faults.Add(MqttFault.Unborn, $"{topic}: {unborn} values by aliases or names that no birth told");
        if ((unborn > 0 || lost > 0) && MayAsk(node))
            rebirthTopic = from.CommandTopic;
        return samples;
    }

    private (List<JsonSample> Samples, int Unborn) SamplesOf(Payload payload, SparkplugNode node, SparkplugTopic from, string prefix)
    {
        var (samples, unborn) = (new List<JsonSample>(payload.Metrics.Count), 0);
        foreach (var metric in payload.Metrics)
        {
            if (from.Kind is "NBIRTH" or "DBIRTH")
                node.Born(from.Device, metric);
            if (node.Find(from.Device, metric) is not { } known)
                unborn++;
            else if (!IsHousekeeping(known.Name) && !metric.IsNull && SparkplugValues.Read(metric, known.Datatype) is { } value && TimeOf(payload, metric) is { } time)
                samples.Add(new JsonSample(prefix + TopicPattern.Clean(known.Name.Replace('/', '.')), time, value));
        }
        return (samples, unborn);
    }

    private SparkplugNode? NodeOf(SparkplugTopic from)
    {
        if (nodes.TryGetValue(from.NodeKey, out var node))
            return node;
        if (nodes.Count < MaximumNodes)
            return nodes[from.NodeKey] = new SparkplugNode();
        statistics.Faults.Add(MqttFault.Signal, $"{from.NodeKey}: more than {MaximumNodes} edge nodes");
        return null;
    }

    private Payload? PayloadOf(string topic, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Payload.Parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException broken)
        {
            statistics.Faults.Add(MqttFault.Payload, $"{topic}: no Sparkplug payload: {broken.Message}");
            return null;
        }
    }

    private bool MayAsk(SparkplugNode node)
    {
        if (node.Asked is { } last && clock.GetElapsedTime(last) < BetweenRequests)
            return false;
        node.Asked = clock.GetTimestamp();
        return true;
    }

    private long? TimeOf(Payload payload, Payload.Types.Metric metric)
    {
        var milliseconds = metric.HasTimestamp ? metric.Timestamp : payload.Timestamp;
        if (!metric.HasTimestamp && !payload.HasTimestamp)
            return UnixTime.Now(clock);
        return milliseconds <= long.MaxValue / 1_000_000 ? (long)milliseconds * 1_000_000 : null;
    }

    private static bool IsHousekeeping(string name) =>
        name == "bdSeq" || name.StartsWith("Node Control/", StringComparison.Ordinal) || name.StartsWith("Device Control/", StringComparison.Ordinal);
}
