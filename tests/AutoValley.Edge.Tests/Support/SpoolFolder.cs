using AutoValley.Edge.Spool;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Support;

/// <summary>A spool on disk that is opened again and again.</summary>
internal sealed class SpoolFolder : IDisposable
{
    public const int SamplesPerBatch = 10;

    public static readonly VehicleName Vehicle = new("acme", "car1");
    public static readonly byte[] Catalog = [1, 2, 3, 4, 5];

    private readonly TemporaryFolder folder = new();

    public SpoolFolder() => Options = new SpoolOptions { Folder = folder.Path, Vehicle = Vehicle };

    public SpoolOptions Options { get; set; }

    public string[] Segments => [.. Directory.GetFiles(folder.Path, "*.spool").Order(StringComparer.Ordinal)];

    public BatchSpool Open(SessionId session) => BatchSpool.Open(Options, session, NullLogger.Instance);

    /// <summary>A payload that says which batch it is.</summary>
    public static byte[] Payload(ulong sequence, int length = 40)
    {
        var payload = new byte[length];
        new Random((int)sequence).NextBytes(payload);
        BitConverter.TryWriteBytes(payload, sequence);
        return payload;
    }

    /// <summary>A batch whose samples are of the second that is its number.</summary>
    public static BatchFacts Facts(ulong sequence) =>
        new(sequence, SamplesPerBatch, (long)sequence * 1_000_000_000, ((long)sequence * 1_000_000_000) + 999_999_999);

    public static void Append(BatchSpool spool, ulong first, ulong last, int length = 40)
    {
        for (var sequence = first; sequence <= last; sequence++)
            spool.Append(Facts(sequence), Payload(sequence, length), Catalog);
    }

    /// <summary>The numbers of a session that wait.</summary>
    public static List<ulong> Pending(BatchSpool spool, SessionId session)
    {
        var pending = new List<ulong>();
        for (var after = 0UL; spool.TryNext(session, after, out var batch); after = batch.Sequence)
            pending.Add(batch.Sequence);
        return pending;
    }

    public void Dispose() => folder.Dispose();
}
