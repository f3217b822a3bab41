namespace AutoValley.Edge.Spool;

/// <summary>Holds a spool folder for one agent. The operating system lets go of it when the agent dies, however it dies.</summary>
internal sealed class SpoolLock : IDisposable
{
    private const string FileName = "lock";

    // The error of flock on a file that another process holds.
    private const int WouldBlock = 11;

    private readonly FileStream file;

    private SpoolLock(FileStream file) => this.file = file;

    /// <summary>Takes it; of a folder that can only be read, too.</summary>
    /// <exception cref="SpoolException">Another agent holds it, or it is no folder.</exception>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static SpoolLock Take(string folder)
    {
        if (File.Exists(folder))
            throw new SpoolException($"spool folder {folder}: is a file");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        try
        {
            return new SpoolLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error.HResult == WouldBlock)
        {
            throw new SpoolException($"spool folder {folder}: in use by another agent", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && File.Exists(path))
        {
            return TakeReadOnly(folder, path);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static SpoolLock TakeReadOnly(string folder, string path)
    {
        try
        {
            return new SpoolLock(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None));
        }
        catch (IOException error) when (error.HResult == WouldBlock)
        {
            throw new SpoolException($"spool folder {folder}: in use by another agent", error);
        }
    }
}
