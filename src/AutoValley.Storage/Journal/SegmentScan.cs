using System.Runtime.ExceptionServices;

namespace AutoValley.Storage.Journal;

/// <summary>A segment's file as it was found: its bytes, and the records up to the first that is no good.</summary>
internal sealed class SegmentScan
{
    private SegmentScan(string name) => Name = name;

    public string Name { get; }

    public byte[] Bytes { get; private set; } = [];

    /// <summary>Null when the file has no good header.</summary>
    public JournalSegment? Segment { get; private set; }

    /// <summary>Why it could not be read; null when it could.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Reads a file and checks all of its records. Never throws: see <see cref="Failure"/>.</summary>
    public static SegmentScan Read(IJournalFiles files, string name, JournalSessions sessions)
    {
        var scan = new SegmentScan(name);
        try
        {
            scan.Bytes = ReadFile(files, name);
            if (JournalFormat.TryReadSegmentHeader(scan.Bytes, out var first))
                scan.Segment = Scan(scan.Bytes, name, first, sessions);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OverflowException)
        {
            scan.Failure = ExceptionDispatchInfo.Capture(exception);
        }
        return scan;
    }

    private static byte[] ReadFile(IJournalFiles files, string name)
    {
        using var file = files.OpenRead(name);
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)file.Length));
        var read = file.Read(bytes, 0);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    // Payloads stay in the array that was read: they all go together when the segment is sealed.
    private static JournalSegment Scan(byte[] bytes, string name, long first, JournalSessions sessions)
    {
        var segment = new JournalSegment(first);
        while (JournalFormat.TryReadRecord(bytes.AsSpan((int)segment.Bytes), segment.LastPosition + 1, out var header))
        {
            var session = sessions.Find(header.Session) ?? throw new StoreException(
                $"journal segment {name}: position {segment.LastPosition + 1} is of session {header.Session}, unknown to catalog.db");
            var payload = bytes.AsMemory((int)segment.Bytes + JournalFormat.RecordHeaderSize, header.Length);
            segment.Add(new JournalRecord(session, header.Sequence, header.ReceiveTime, payload) { Position = segment.LastPosition + 1 });
            if (segment.Bytes >= bytes.Length)
                break;
        }
        return segment;
    }
}
