using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Sessions;

/// <summary>The sender's aliases on one connection: the first topics get one each, until the peer's maximum. Not thread-safe.</summary>
/// <param name="maximum">What the peer takes, 0 for none.</param>
internal sealed class TopicAliases(int maximum)
{
    private readonly Dictionary<string, ushort> numbers = [];

    /// <summary>The topic's alias, given now if there is one left; none otherwise.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="hasRoom">Whether the packet has room for the alias beside the topic, with which it has to go once.</param>
    public TopicAlias Of(string topic, bool hasRoom = true)
    {
        if (maximum == 0)
            return default;
        if (numbers.TryGetValue(topic, out var number))
            return new TopicAlias(number, IsKnown: true);
        if (numbers.Count == maximum || !hasRoom)
            return default;
        numbers.Add(topic, (ushort)(numbers.Count + 1));
        return new TopicAlias((ushort)numbers.Count, IsKnown: false);
    }
}
