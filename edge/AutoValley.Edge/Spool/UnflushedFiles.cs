using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Spool;

/// <summary>What of the spool is to be forced to the disk, without the spool's lock: a slow disk must not hold up what is live.</summary>
/// <param name="Active">The segment that is written; null when there is nothing new in it.</param>
/// <param name="Closed">Paths of segments that were closed since the last time.</param>
internal readonly record struct UnflushedFiles(SafeFileHandle? Active, IReadOnlyList<string> Closed)
{
    /// <summary>Forces them.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Flush()
    {
        foreach (var path in Closed)
            Flush(path);
        try
        {
            if (Active is not null)
                RandomAccess.FlushToDisk(Active);
        }
        catch (ObjectDisposedException)
        {
            // The segment was closed meanwhile: it is among the closed ones of the next time.
        }
    }

    private static void Flush(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(file);
        }
        catch (FileNotFoundException)
        {
            // It was acknowledged and deleted meanwhile.
        }
    }
}
