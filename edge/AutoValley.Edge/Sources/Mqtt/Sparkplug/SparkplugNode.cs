using static AutoValley.Edge.Sources.Mqtt.Sparkplug.Wire.Payload.Types;

namespace AutoValley.Edge.Sources.Mqtt.Sparkplug;

/// <summary>An edge node: what its births said of names and types, and how far its numbers are.</summary>
internal sealed class SparkplugNode
{
    /// <summary>Names that births may tell; more are not remembered.</summary>
    public const int MaximumMetrics = 4_096;

    private readonly Dictionary<ulong, (string Name, uint Datatype)> byAlias = [];
    private readonly Dictionary<(string Device, string Name), uint> byName = [];
    private ulong? sequence;

    /// <summary>When a new birth was asked for last, by the clock's timestamp.</summary>
    public long? Asked { get; set; }

    /// <summary>How many messages are missing before this one.</summary>
    public int CountLost(string kind, ulong? next)
    {
        // A birth of the node begins anew; its death has no number; a message may come twice.
        var lost = kind is "NBIRTH" or "NDEATH" || next is null || sequence is null || next == sequence ? 0 : (int)((next.Value - sequence.Value - 1) & 0xFF);
        sequence = kind == "NDEATH" ? null : next ?? sequence;
        return lost;
    }

    /// <summary>Forgets what the births said.</summary>
    public void Clear()
    {
        byAlias.Clear();
        byName.Clear();
    }

    /// <summary>Takes note of a birth's metric.</summary>
    public void Born(string device, Metric metric)
    {
        if (!metric.HasName || !metric.HasDatatype || byName.Count >= MaximumMetrics)
            return;
        byName[(device, metric.Name)] = metric.Datatype;
        if (metric.HasAlias && (byAlias.Count < MaximumMetrics || byAlias.ContainsKey(metric.Alias)))
            byAlias[metric.Alias] = (metric.Name, metric.Datatype);
    }

    /// <summary>Name and type of a metric; null when only a birth that was missed could tell.</summary>
    public (string Name, uint Datatype)? Find(string device, Metric metric)
    {
        if (metric.HasName && metric.Name.Length > 0)
        {
            if (metric.HasDatatype)
                return (metric.Name, metric.Datatype);
            return byName.TryGetValue((device, metric.Name), out var datatype) ? (metric.Name, datatype) : null;
        }
        return metric.HasAlias && byAlias.TryGetValue(metric.Alias, out var known) ? known : null;
    }
}
