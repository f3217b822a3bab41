namespace AutoValley.Storage.Journal;

/// <summary>Segments in a folder on disk.</summary>
internal sealed class DiskJournalFiles : IJournalFiles
{
    private readonly string folder;

    /// <exception cref="StoreException">The folder cannot be made.</exception>
    public DiskJournalFiles(string folder)
    {
        Folders.Create(folder);
        this.folder = folder;
    }

    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(folder, "*" + JournalFormat.Extension).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public IJournalFile Create(string name, long preallocate) =>
        new DiskJournalFile(File.OpenHandle(PathOf(name), FileMode.Create, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, preallocate));

    public IJournalFile Open(string name) => new DiskJournalFile(File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.Read));

    public void Delete(string name) => File.Delete(PathOf(name));

    public void SyncFolder() => Folders.Sync(folder);

    private string PathOf(string name) => Path.Combine(folder, name);
}
