using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Spool;

/// <summary>What of the spool is to be forced to the disk, without the spool's lock: a slow disk must not hold up what is live.</summary>
/// <param name="Active">The segment that is written; null when there is nothing new in it.</param>
/// <param name="Closed">Paths of segments that were closed since the last time.</param>
internal readonly record struct UnflushedFiles(SafeFileHandle? Active, IReadOnlyList<string> Closed)
{
    /// <summary>Forces all that can be forced.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Flush()
    {
        Exception? failure = null;
        foreach (var path in Closed)
            Try(() => Flush(path), ref failure);
        if (Active is { } active)
            Try(() => Flush(active), ref failure);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    private static void Try(Action flush, ref Exception? failure)
    {
        try
        {
            flush();
        }
        catch (Exception error) when (SpoolIntake.IsOfDisk(error))
        {
            failure ??= error;
        }
    }

    private static void Flush(SafeFileHandle active)
    {
        try
        {
            RandomAccess.FlushToDisk(active);
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
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // It was acknowledged and deleted meanwhile.
        }
    }
}
