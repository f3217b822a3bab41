namespace AutoValley.Edge.Sources.Mqtt.Sparkplug;

/// <summary>A topic <c>spBv1.0/group/kind/node[/device]</c>.</summary>
/// <param name="Group">Group id.</param>
/// <param name="Kind"><c>NBIRTH</c>, <c>DDATA</c> and so on.</param>
/// <param name="Node">Edge node id.</param>
/// <param name="Device">Device id; empty for the node itself.</param>
internal readonly record struct SparkplugTopic(string Group, string Kind, string Node, string Device)
{
    private const string Space = "spBv1.0";

    /// <summary>Its edge node, which numbers all that comes of it and its devices.</summary>
    public string NodeKey => $"{Group}/{Node}";

    /// <summary>Where a node takes orders.</summary>
    public string CommandTopic => $"{Space}/{Group}/NCMD/{Node}";

    /// <summary>Before the names of its metrics, unless it is said otherwise.</summary>
    public string Branch => Device.Length == 0 ? $"Sparkplug.{Group}.{Node}." : $"Sparkplug.{Group}.{Node}.{Device}.";

    /// <summary>Reads a topic; false for one that is no node's or device's.</summary>
    public static bool TryParse(string topic, out SparkplugTopic parsed)
    {
        var levels = topic.Split('/');
        parsed = levels.Length is 4 or 5 ? new SparkplugTopic(levels[1], levels[2], levels[3], levels.Length == 5 ? levels[4] : "") : default;
        return levels.Length is 4 or 5 && levels[0] == Space && levels[1].Length > 0 && levels[3].Length > 0;
    }
}
