using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Journal;

/// <summary>A batch in the journal, or on its way there.</summary>
internal sealed class JournalRecord(Session session, ulong sequence, long receiveTime, ReadOnlyMemory<byte> payload)
{
    // Beside the payload.
    private const int Overhead = 128;

    public Session Session { get; } = session;

    public ulong Sequence { get; } = sequence;

    /// <summary>Unix nanoseconds.</summary>
    public long ReceiveTime { get; } = receiveTime;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>
    /// The payload as it was read last. Readers come in rows, one a signal, and each but the first finds it here; it does not
    /// count as memory of the store, because it goes when memory is needed.
    /// </summary>
    public WeakReference<BatchView>? LastRead { get; set; }

    /// <summary>Given by the journal's writer; 0 before.</summary>
    public long Position { get; set; }

    /// <summary>What it takes in memory, about.</summary>
    public long MemoryBytes => Payload.Length + Overhead;

    /// <summary>Bytes on disk.</summary>
    public int Size => JournalFormat.RecordSize(Payload.Length);
}
