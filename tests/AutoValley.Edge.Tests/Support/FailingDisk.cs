using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Tests.Support;

/// <summary>Writes to a spool's files as long as there is room, and fails as a disk does when there is none.</summary>
internal sealed class FailingDisk
{
    public const int NoSpace = 28, ReadOnly = 30;

    /// <summary>Bytes that are left.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>The error of Linux when there is no room.</summary>
    public int Error { get; set; } = NoSpace;

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        // As a full disk does: a part may be written.
        RandomAccess.Write(file, bytes[..(int)Math.Min(bytes.Length, Math.Max(0, Room))], offset);
        Room -= bytes.Length;
        if (Room < 0)
            throw new IOException("no room", Error);
    }
}
