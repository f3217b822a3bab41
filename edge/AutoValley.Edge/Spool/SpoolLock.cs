namespace AutoValley.Edge.Spool;

/// <summary>Holds a spool folder for one agent. The operating system lets go of it when the agent dies, however it dies.</summary>
internal sealed class SpoolLock : IDisposable
{
    private const string FileName = "lock";

    private readonly FileStream file;

    private SpoolLock(FileStream file) => this.file = file;

    /// <exception cref="SpoolException">Another agent holds it, or the folder cannot be written.</exception>
    public static SpoolLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SpoolException($"spool folder {folder}: {error.Message}", error);
        }
        var path = Path.Combine(folder, FileName);
        try
        {
            return new SpoolLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new SpoolException($"spool folder {folder}: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new SpoolException($"spool folder {folder}: in use by another agent, or not writable ({error.Message})", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
