using AutoValley.Storage.Journal.Parking;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// A folder beside the store's files for what a backup reads: files that never change under second names, so that the first may be deleted, and one copied
/// database at a time. Nothing of it outlives the backup, and after a crash the next opening.
/// </summary>
internal sealed class BackupWorkspace : IDisposable
{
    // Left to the journal, which must not run into a full disk because of a backup.
    private const long ReservedBytes = 64 * 1024 * 1024;

    private readonly string folder;

    private BackupWorkspace(string folder) => this.folder = folder;

    /// <exception cref="StoreException">It cannot be made.</exception>
    public static BackupWorkspace Create(string storeFolder)
    {
        Clear(storeFolder);
        var workspace = new BackupWorkspace(PathIn(storeFolder));
        Folders.Create(workspace.folder);
        return workspace;
    }

    /// <summary>Takes away what a killed process left.</summary>
    public static void Clear(string storeFolder)
    {
        if (Directory.Exists(PathIn(storeFolder)))
            Directory.Delete(PathIn(storeFolder), recursive: true);
    }

    /// <summary>Keeps a closed segment; with its index, where it is parked.</summary>
    /// <returns>The paths they are kept at.</returns>
    public IEnumerable<string> Keep(string journalFolder, ClosedSegment segment)
    {
        yield return Keep(journalFolder, segment.FileName);
        if (segment.Parked is not null && SegmentIndexFormat.FileName(segment.FileName) is var index && File.Exists(Path.Combine(journalFolder, index)))
            yield return Keep(journalFolder, index);
    }

    /// <summary>Keeps a file that never changes, whatever happens to its own name.</summary>
    /// <returns>The path it is kept at.</returns>
    public string Keep(string from, string name)
    {
        var kept = Path.Combine(folder, name);
        Folders.LinkOrCopy(Path.Combine(from, name), kept);
        return kept;
    }

    /// <summary>A path for a copy of so many bytes.</summary>
    /// <exception cref="StoreException">The disk has no room for it.</exception>
    public string Room(string name, long bytes)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes + ReservedBytes)
        {
            throw new StoreException(
                $"{folder}: no room to copy {name}: {bytes} bytes and {ReservedBytes} to spare are needed, {free} are free");
        }
        return Path.Combine(folder, name);
    }

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static string PathIn(string storeFolder) => Path.Combine(storeFolder, "backup.tmp");
}
