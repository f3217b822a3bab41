using System.Buffers.Binary;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Spool;

/// <summary>The file of a <see cref="SampleLedger"/>; see FORMAT.md.</summary>
internal static class LedgerPage
{
    /// <summary>Bytes of the file.</summary>
    public const int Size = 96;

    /// <summary>Where what is.</summary>
    public const int Taken = 40, Spooled = 48, InMemory = 56, Sequence = 64, BatchSamples = 72, SpooledBefore = 80, Untold = 88;

    private const int Boot = 8, Session = 24;
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    private static readonly byte[] Magic = "AVTAKEN\x01"u8.ToArray();

    /// <summary>A file with nothing under way.</summary>
    public static byte[] Write(SessionId session, long taken, long spooled, long untold)
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes, 0);
        ThisBoot().CopyTo(bytes, Boot);
        session.ToByteArray().CopyTo(bytes, Session);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Taken), taken);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Spooled), spooled);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Untold), untold);
        return bytes;
    }

    /// <summary>Samples that were in memory alone, and those that died so before and nobody told the server. Of a file of another start of the computer only the latter: the disk may have less of the spool, or of the counts.</summary>
    public static long ReadLost(ReadOnlySpan<byte> bytes, Func<SessionId, ulong, bool> isSpooled)
    {
        if (bytes.Length != Size || !bytes.StartsWith(Magic))
            return 0;
        var untold = Math.Max(0, Read(bytes, Untold));
        if (!bytes.Slice(Boot, 16).SequenceEqual(ThisBoot()))
            return untold;
        var (spooled, underWay) = (Read(bytes, Spooled), (ulong)Read(bytes, Sequence));
        if (underWay > 0)
        {
            SessionId.TryRead(bytes.Slice(Session, SessionId.Size), out var session);
            spooled = Read(bytes, SpooledBefore) + (isSpooled(session, underWay) ? Read(bytes, BatchSamples) : 0);
        }
        return Math.Max(0, Read(bytes, Taken) - spooled + Read(bytes, InMemory)) + untold;
    }

    private static long Read(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadInt64LittleEndian(bytes[place..]);

    // All zeros where the system does not say: then no file is of another start.
    private static byte[] ThisBoot() =>
        File.Exists(BootIdFile) && Guid.TryParse(File.ReadAllText(BootIdFile), out var id) ? id.ToByteArray() : new byte[16];
}
