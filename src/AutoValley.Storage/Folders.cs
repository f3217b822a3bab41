using System.Runtime.InteropServices;

namespace AutoValley.Storage;

/// <summary>Durable changes of folders: a file that was made or deleted is so after a crash only when its folder was synced.</summary>
internal static class Folders
{
    /// <summary>Makes the folder and what is missing above it, durably.</summary>
    /// <exception cref="StoreException">It cannot be made.</exception>
    public static void Create(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                return;
            Directory.CreateDirectory(folder);
            if (Path.GetDirectoryName(Path.GetFullPath(folder)) is { } parent)
                Sync(parent);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{folder}: {exception.Message}", exception);
        }
    }

    /// <summary>Syncs the folder itself; on Windows the file system does so alone.</summary>
    /// <exception cref="IOException">It could not be synced.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = open(folder, 0);
        if (descriptor < 0)
            throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (fsync(descriptor) != 0)
                throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    /// <summary>Syncs a file that is complete.</summary>
    /// <exception cref="IOException">It could not be synced.</exception>
    public static void SyncFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>A second name for a file that does not change any more; a copy where the file system has no such names.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void LinkOrCopy(string existing, string added)
    {
        if (OperatingSystem.IsWindows() || link(existing, added) != 0)
            File.Copy(existing, added);
    }

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string added);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int descriptor);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);
}
