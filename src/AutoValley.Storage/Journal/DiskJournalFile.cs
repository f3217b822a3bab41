using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Storage.Journal;

/// <summary>A segment on disk.</summary>
internal sealed class DiskJournalFile(SafeFileHandle handle) : IJournalFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> buffer, long offset)
    {
        var total = 0;
        while (total < buffer.Length && RandomAccess.Read(handle, buffer[total..], offset + total) is var read && read > 0)
            total += read;
        return total;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    // fdatasync spares the file's times, which FlushToDisk (fsync) would commit with every group.
    public void Sync()
    {
        if (!OperatingSystem.IsLinux())
            RandomAccess.FlushToDisk(handle);
        else if (fdatasync(handle) != 0)
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    public void Dispose() => handle.Dispose();

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fdatasync(SafeFileHandle handle);
}
