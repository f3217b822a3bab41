namespace AutoValley.Storage;

/// <summary>Keeps a second process out of a store's folder for as long as it lives; the system drops it with the process.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    /// <exception cref="StoreException">Another store is open on the folder.</exception>
    public FolderLock(string folder)
    {
        Folders.Create(folder);
        try
        {
            file = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"{folder} is in use by another process, or its file 'lock' cannot be written: {exception.Message}", exception);
        }
    }

    public void Dispose() => file.Dispose();
}
