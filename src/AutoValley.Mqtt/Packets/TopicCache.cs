using System.Diagnostics.CodeAnalysis;

namespace AutoValley.Mqtt.Packets;

/// <summary>The topics that a connection uses, bytes and text: a publisher has few, and uses them thousands of times. Not thread-safe.</summary>
internal sealed class TopicCache
{
    /// <summary>Bytes of topics remembered a connection; beyond, all are forgotten.</summary>
    private const int MaximumBytes = 16 * 1024;

    /// <summary>What a topic costs beside its bytes and its text, roughly.</summary>
    private const int Overhead = 64;

    private HashSet<Known>? topics;
    private HashSet<Known>.AlternateLookup<ReadOnlySpan<byte>> byBytes;
    private Known? last;
    private int bytes;

    /// <summary>Reads a string field, from memory where it is known.</summary>
    public string Read(ref PacketReader reader)
    {
        var utf8 = reader.ReadTextBytes("topic");
        if (last is not null && utf8.SequenceEqual(last.Utf8))
            return last.Text;
        if (topics is null || !byBytes.TryGetValue(utf8, out last))
            last = Remember(utf8, reader.Decode(utf8, "topic"));
        return last.Text;
    }

    private Known Remember(ReadOnlySpan<byte> utf8, string text)
    {
        var known = new Known(utf8.ToArray(), text);
        if (known.Bytes > MaximumBytes)
            return known;
        if (topics is null)
        {
            topics = new HashSet<Known>(ByBytes.Instance);
            byBytes = topics.GetAlternateLookup<ReadOnlySpan<byte>>();
        }
        else if (bytes + known.Bytes > MaximumBytes)
        {
            topics.Clear();
            bytes = 0;
        }
        bytes += known.Bytes;
        topics.Add(known);
        return known;
    }

    private sealed record Known(byte[] Utf8, string Text)
    {
        public int Bytes => Utf8.Length + Text.Length * sizeof(char) + Overhead;
    }

    private sealed class ByBytes : IEqualityComparer<Known>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Known>
    {
        public static readonly ByBytes Instance = new();

        public bool Equals(Known? x, Known? y) => x!.Utf8.AsSpan().SequenceEqual(y!.Utf8);

        public int GetHashCode([DisallowNull] Known obj) => GetHashCode(obj.Utf8);

        public bool Equals(ReadOnlySpan<byte> alternate, Known other) => alternate.SequenceEqual(other.Utf8);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public Known Create(ReadOnlySpan<byte> alternate) => throw new NotSupportedException();
    }
}
