using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Spool;

/// <summary>
/// Where new batches go: to the disk; while that takes none, to memory, and to the disk once it takes them again. A disk that is full of other things
/// is made room on. Not safe for concurrent use.
/// </summary>
internal sealed class SpoolIntake(SpoolOptions options, SpoolShelf shelf, SpoolClock clock, ILogger logger) : IDisposable
{
    // Errors of Linux: no space left on the device, and no quota left of it.
    private const int NoSpace = 28, NoQuota = 122;

    private readonly SpoolMemory memory = new(options, shelf);
    private SpoolLock? folderLock;
    private SpoolWriter? writer;

    /// <summary>Why batches go to memory; null while they go to the disk.</summary>
    public string? Fault { get; private set; }

    /// <summary>The session's newest catalogue; empty before the first batch.</summary>
    public byte[] Catalog { get; private set; } = [];

    /// <summary>Whether a failure is one of the disk, which others may be past tomorrow.</summary>
    public static bool IsOfDisk(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>Opens the folder and puts what earlier agents left on the shelf; where it cannot be used, there is a <see cref="Fault"/>.</summary>
    /// <exception cref="SpoolException">The folder is none, in use by another agent, of another vehicle, or of another version.</exception>
    public void Open()
    {
        try
        {
            OpenFolder();
        }
        catch (SpoolException)
        {
            folderLock?.Dispose();
            throw;
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            Fail(error);
        }
    }

    /// <summary>Takes a batch, and ahead of it its catalogue when that is new.</summary>
    public void Append(BatchFacts batch, ReadOnlySpan<byte> payload, byte[] catalog)
    {
        Catalog = catalog;
        if (Fault is null)
        {
            try
            {
                Write(batch, payload, clock.Now);
                return;
            }
            catch (Exception error) when (IsOfDisk(error))
            {
                Fail(error);
            }
        }
        memory.Append(batch, payload, clock.Now);
    }

    /// <summary>Brings what is in memory to a disk that takes batches again, and writes what was acknowledged.</summary>
    /// <returns>Whether earlier sessions were found that were not known before.</returns>
    public bool Maintain()
    {
        var isOpen = writer is not null;
        if (Fault is not null)
            TryReturn();
        try
        {
            writer?.WriteAcknowledged();
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            Fail(error);
        }
        return writer is not null && !isOpen;
    }

    /// <summary>What is to be forced to the disk; nothing when the policy is another one.</summary>
    public UnflushedFiles TakeUnflushed() =>
        options.Sync == SpoolSync.Interval && writer is not null ? writer.TakeUnflushed() : new UnflushedFiles(null, []);

    /// <summary>The disk failed: batches go to memory.</summary>
    public void Fail(Exception error)
    {
        if (Fault is null)
            logger.SpoolDiskFailing(options.Folder, error.Message, options.MemoryBytes >> 20);
        Fault = error.Message;
        writer?.Abandon();
    }

    /// <summary>Closes the segment and leaves the folder; what is in memory is lost, and counted.</summary>
    public void Dispose()
    {
        try
        {
            writer?.Close();
        }
        catch (IOException error)
        {
            logger.SpoolUnindexed(options.Folder, error.Message);
        }
        foreach (var segment in shelf.Current.Segments.OfType<MemorySegment>().ToList())
            shelf.Drop(shelf.Current, segment, (drops, samples) => drops with { Memory = drops.Memory + samples });
        shelf.Trim();
        options.Ledger?.Keep(inMemory: 0);
        foreach (var segment in shelf.Segments)
            segment.Close();
        folderLock?.Dispose();
    }

    private void OpenFolder()
    {
        folderLock ??= SpoolLock.Take(options.Folder);
        var scan = new SpoolScan(options, shelf, clock, logger);
        scan.Run();
        writer = new SpoolWriter(options, shelf, clock, scan.HighestNumber);
        BindLedger();
    }

    private void BindLedger()
    {
        if (options.Ledger is not { } ledger)
            return;
        try
        {
            var lost = ledger.Bind(
                options.Folder, shelf.Current.Id, (session, sequence) => shelf.Find(session) is { } found ? found.Highest >= sequence : sequence > 1);
            if (lost == 0)
                return;
            logger.SpoolDiedInMemory(lost);
            shelf.Drops = shelf.Drops with { Killed = shelf.Drops.Killed + lost };
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            // A disk that takes nothing keeps no counts; once it takes something they go on.
        }
    }

    private void TryReturn()
    {
        try
        {
            if (writer is null)
                OpenFolder();
            writer!.Begin();
            if (options.Ledger is { IsBound: false })
                BindLedger();
            memory.MoveTo((batch, payload, written) => Write(batch, payload, written));
            logger.SpoolDiskRecovered(options.Folder, shelf.Drops.Memory);
            Fault = null;
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            Fail(error);
        }
    }

    private void Write(BatchFacts batch, ReadOnlySpan<byte> payload, long written)
    {
        var size = SpoolWriter.SizeOf(payload, Catalog);
        while (shelf.DiskBytes + size > options.MaximumBytes && shelf.TryDropOldest((drops, samples) => drops with { SpoolFull = drops.SpoolFull + samples }))
        {
        }
        while (true)
        {
            try
            {
                writer!.Append(batch, payload, written, Catalog);
                return;
            }
            catch (IOException full) when (full.HResult is NoSpace or NoQuota)
            {
                if (!shelf.TryDropOldest((drops, samples) => drops with { DiskFull = drops.DiskFull + samples }))
                    throw;
            }
        }
    }
}
