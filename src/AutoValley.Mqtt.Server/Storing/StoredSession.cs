using System.Buffers.Binary;

namespace AutoValley.Mqtt.Server.Storing;

/// <summary>
/// A session as the store keeps it:
/// <code>
/// +---------+----------------------+---------------------------+-----------------------------------------------+
/// | 01      | expiry, 4 B, s       | end, 8 B, UTC ticks;      | sent up to, 8 B: publishes of a lower order    |
/// | version | from a connection's  | 0 while it is connected,  | may have been sent; the others were queued     |
/// |         | end; FFFFFFFF never  | or when it has none       | later                                          |
/// +---------+----------------------+---------------------------+-----------------------------------------------+
/// </code>
/// </summary>
/// <param name="ExpirySeconds">How long it outlives its connection.</param>
/// <param name="EndsAt">When it ends unless the client comes back.</param>
/// <param name="SentUpTo">Order of the first publish that no connection can have sent.</param>
internal readonly record struct StoredSession(uint ExpirySeconds, DateTimeOffset? EndsAt, long SentUpTo)
{
    private const byte Version = 1;
    private const int Bytes = 1 + 4 + 8 + 8;

    public byte[] Write()
    {
        var bytes = new byte[Bytes];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), ExpirySeconds);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(5), EndsAt?.UtcTicks ?? 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(13), SentUpTo);
        return bytes;
    }

    /// <exception cref="MqttException">These bytes were not written here.</exception>
    public static StoredSession Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes || bytes[0] != Version)
            throw MqttException.Malformed("a stored session of another version");
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[5..]);
        return new StoredSession(
            BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]), ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero), BinaryPrimitives.ReadInt64BigEndian(bytes[13..]));
    }
}
