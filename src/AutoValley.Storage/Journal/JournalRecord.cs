namespace AutoValley.Storage.Journal;

/// <summary>A batch in the journal, or on its way there.</summary>
internal sealed class JournalRecord(Session session, ulong sequence, long receiveTime, ReadOnlyMemory<byte> payload)
{
    public Session Session { get; } = session;

    public ulong Sequence { get; } = sequence;

    /// <summary>Unix nanoseconds.</summary>
    public long ReceiveTime { get; } = receiveTime;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Given by the journal's writer; 0 before.</summary>
    public long Position { get; set; }

    /// <summary>Bytes on disk.</summary>
    public int Size => JournalFormat.RecordSize(Payload.Length);
}
