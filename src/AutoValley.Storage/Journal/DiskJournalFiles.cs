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

    public IReadOnlyList<string> List()
    {
        var paths = Directory.EnumerateFiles(folder, "*" + JournalFormat.Extension);
        return [.. paths.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
    }

    public IJournalFile Create(string name, long preallocate) => Open(name, FileMode.Create, preallocate);

    public IJournalFile Open(string name) => Open(name, FileMode.Open, 0);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void SyncFolder() => Folders.Sync(folder);

    private DiskJournalFile Open(string name, FileMode mode, long preallocate) =>
        new(File.OpenHandle(PathOf(name), mode, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, preallocate));

    private string PathOf(string name) => Path.Combine(folder, name);
}
