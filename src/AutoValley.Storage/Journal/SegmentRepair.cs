using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Journal;

/// <summary>What becomes of a segment's file whose end is no good; see FORMAT.md.</summary>
internal static class SegmentRepair
{
    /// <summary>Cuts what is not used.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void Cut(IJournalFiles files, JournalSegment segment)
    {
        using var file = files.Open(segment.FileName);
        file.SetLength(segment.Bytes);
        file.Sync();
    }

    /// <summary>Damage in what was durable: keeps the file as it was beside the journal, and tells.</summary>
    /// <param name="files">The journal's folder.</param>
    /// <param name="scan">What was read.</param>
    /// <param name="logger">Where it is told.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void Keep(IJournalFiles files, SegmentScan scan, ILogger logger)
    {
        var kept = scan.Name + ".damaged";
        Log.DamagedSegment(logger, scan.Name, scan.Segment?.Bytes ?? 0, scan.Segment?.Records.Count ?? 0, kept);
        using var file = files.Create(kept, scan.Bytes.Length);
        file.Write(scan.Bytes, 0);
        file.Sync();
        files.SyncFolder();
    }
}
