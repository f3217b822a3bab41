using System.Text;

namespace AutoValley.Mqtt.Packets;

/// <summary>The topics that a connection used last, bytes and text: a publisher has few, and uses them thousands of times. Not thread-safe.</summary>
internal sealed class TopicCache
{
    /// <summary>Topics remembered a connection.</summary>
    private const int Capacity = 8;

    private (byte[] Utf8, string Text)[] entries = [];
    private int count;
    private int next;

    /// <summary>Reads a string field, from memory where it is known.</summary>
    public string Read(ref PacketReader reader)
    {
        var utf8 = reader.ReadTextBytes("topic");
        for (var i = 0; i < count; i++)
        {
            if (utf8.SequenceEqual(entries[i].Utf8))
                return entries[i].Text;
        }
        var text = reader.Decode(utf8, "topic");
        Remember(utf8.ToArray(), text);
        return text;
    }

    /// <summary>The bytes of a topic, from memory where they are known.</summary>
    public byte[] Encode(string topic)
    {
        for (var i = 0; i < count; i++)
        {
            if (ReferenceEquals(topic, entries[i].Text) || topic == entries[i].Text)
                return entries[i].Utf8;
        }
        var utf8 = Encoding.UTF8.GetBytes(topic);
        Remember(utf8, topic);
        return utf8;
    }

    private void Remember(byte[] utf8, string text)
    {
        if (entries.Length == 0)
            entries = new (byte[], string)[Capacity];
        entries[next] = (utf8, text);
        next = (next + 1) % Capacity;
        count = Math.Min(count + 1, Capacity);
    }
}
