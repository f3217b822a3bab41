using AutoValley.Telemetry;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Spool;

/// <summary>A segment file. The index of its batches is in memory while it is written or was used lately, else in the file.</summary>
internal sealed class DiskSegment : SpoolSegment
{
    private readonly DiskSegmentCache cache;
    private readonly Func<long, long> corrected;
    private readonly Dictionary<SessionId, SpoolPlace> acknowledged = [];
    private List<SpoolEntry>? entries;
    private SafeFileHandle? file;

    private DiskSegment(string path, DiskSegmentCache cache, Func<long, long> corrected) => (Path, this.cache, this.corrected) = (path, cache, corrected);

    /// <inheritdoc/>
    public override string Path { get; }

    /// <summary>The newest catalogue in it.</summary>
    public SpoolPlace? Catalog { get; set; }

    /// <summary>Its index cannot be read any more; its batches are lost, unless the next start finds them again.</summary>
    public IOException? Lost { get; private set; }

    /// <summary>The file: of the segment that is appended to open for writing, else for reading and opened when needed.</summary>
    public SafeFileHandle File => file ??= System.IO.File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <inheritdoc/>
    public override IReadOnlyList<SpoolEntry> Entries => entries ?? Load();

    /// <summary>A new one, which its creator opened.</summary>
    public static DiskSegment Begin(string path, SafeFileHandle file, DiskSegmentCache cache) =>
        new(path, cache, written => written) { file = file, entries = [], Length = SpoolFormat.HeaderSize };

    /// <summary>One that an earlier agent left.</summary>
    public static DiskSegment Found(string path, SegmentContents contents, DiskSegmentCache cache, SpoolClock clock)
    {
        var segment = new DiskSegment(path, cache, clock.Corrected) { Catalog = contents.Catalog };
        foreach (var entry in contents.Entries)
            segment.Sum(entry with { Written = clock.Corrected(entry.Written) });
        return segment;
    }

    /// <summary>Adds a batch that was appended.</summary>
    public void Add(SpoolEntry entry)
    {
        entries!.Add(entry);
        Sum(entry);
    }

    /// <summary>Adds a watermark that was appended; the session's one before is of no use any more.</summary>
    public void AddAcknowledged(SessionId session, SpoolPlace place) => acknowledged[session] = place;

    /// <summary>What its index has to tell; only of the segment that is appended to.</summary>
    public SegmentContents Contents() => new() { Entries = entries!, Catalog = Catalog, Acknowledged = [.. acknowledged.Values], Length = Length };

    /// <inheritdoc/>
    public override byte[] Read(SpoolEntry entry) => Read(entry.Place);

    /// <summary>A payload's bytes.</summary>
    /// <exception cref="IOException">The file cannot be read, is shorter than its index, or is damaged.</exception>
    public byte[] Read(SpoolPlace place)
    {
        cache.Use(this);
        var record = SegmentContents.ReadBytes(File, place.Offset - SpoolFormat.RecordSize, SpoolFormat.RecordSize + place.Length);
        if (!SpoolFormat.IsIntact(record))
            throw new SpoolException($"{Path}: the record at {place.Offset - SpoolFormat.RecordSize} is damaged");
        return record[SpoolFormat.RecordSize..];
    }

    /// <inheritdoc/>
    public override void Delete()
    {
        cache.Remove(this);
        Close();
        System.IO.File.Delete(Path);
    }

    /// <inheritdoc/>
    public override void Close()
    {
        file?.Dispose();
        (file, entries) = (null, null);
    }

    private List<SpoolEntry> Load()
    {
        if (Lost is not null)
            return [];
        try
        {
            cache.Use(this);
            entries = SegmentContents.Read(File, out _).Entries;
            // A batch whose sync failed may lie behind those that were added: it is in another segment or in memory.
            entries.RemoveAll(entry => entry.Sequence > Last);
            for (var i = 0; i < entries.Count; i++)
                entries[i] = entries[i] with { Written = corrected(entries[i].Written) };
            return entries;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Lost = error as IOException ?? new IOException(error.Message, error);
            return [];
        }
    }
}
