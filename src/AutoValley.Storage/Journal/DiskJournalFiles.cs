namespace AutoValley.Storage.Journal;

/// <summary>Segments in a folder on disk.</summary>
internal sealed class DiskJournalFiles : IJournalFiles
{
    // What is kept free, so that sealing can go on where the journal cannot: as much as some segments take as chunks, or a twentieth of a small disk.
    private const long ReservedBytes = 256 * 1024 * 1024;
    private const int ReservedShare = 20;

    private readonly string folder;

    /// <exception cref="StoreException">The folder cannot be made.</exception>
    public DiskJournalFiles(string folder)
    {
        Folders.Create(folder);
        this.folder = folder;
    }

    public IReadOnlyList<string> List(string extension) =>
        [.. Directory.EnumerateFiles(folder, "*" + extension).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public long SpareBytes
    {
        get
        {
            var disk = new DriveInfo(folder);
            return disk.AvailableFreeSpace - Math.Min(ReservedBytes, disk.TotalSize / ReservedShare);
        }
    }

    public IJournalFile Create(string name, long preallocate) => Open(name, FileMode.Create, preallocate);

    public IJournalFile Open(string name) => Open(name, FileMode.Open, 0);

    public IJournalFile OpenRead(string name) =>
        new DiskJournalFile(File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    public void Delete(string name) => File.Delete(PathOf(name));

    public void SyncFolder() => Folders.Sync(folder);

    private DiskJournalFile Open(string name, FileMode mode, long preallocate) =>
        new(File.OpenHandle(PathOf(name), mode, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, preallocate));

    private string PathOf(string name) => Path.Combine(folder, name);
}
