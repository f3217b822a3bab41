namespace AutoValley.Storage;

/// <summary>A batch that just became durable, as the store's observers hear of it.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Sequence">Its number in the session.</param>
/// <param name="ReceiveTime">The server's clock, Unix nanoseconds.</param>
/// <param name="Payload">The wire bytes as they came; not to be changed.</param>
/// <param name="Position">Its place in the journal; ascending.</param>
public sealed record DurableBatch(Session Session, ulong Sequence, long ReceiveTime, ReadOnlyMemory<byte> Payload, long Position);
