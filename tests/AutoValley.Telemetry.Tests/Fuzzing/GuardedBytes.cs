using System.Buffers;
using System.Runtime.InteropServices;

namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>
/// Memory behind which nothing may be read or written: bytes are put so that they end where a page without access begins, and one read too far ends
/// the process. On Linux alone; elsewhere plain memory.
/// </summary>
internal sealed unsafe class GuardedBytes : MemoryManager<byte>
{
    private const int ReadWrite = 3, NoAccess = 0, PrivateAnonymous = 0x22;
    private const int Room = Mutator.MaximumBytes + 4096;

    private readonly byte* start;
    private readonly int guard;
    private int length;

    public GuardedBytes()
    {
        var page = Environment.SystemPageSize;
        guard = (Room + page - 1) / page * page;
        if (!OperatingSystem.IsLinux())
        {
            start = (byte*)NativeMemory.AlignedAlloc((nuint)(guard + page), (nuint)page);
            return;
        }
        start = (byte*)Map(0, (nuint)(guard + page), ReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)start == -1 || Protect((nint)start + guard, (nuint)page, NoAccess) != 0)
            throw new InvalidOperationException($"no guarded memory: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Takes a copy.</summary>
    public ReadOnlyMemory<byte> Hold(ReadOnlySpan<byte> bytes)
    {
        length = bytes.Length;
        bytes.CopyTo(GetSpan());
        return Memory;
    }

    /// <summary>The last values before the guard, of any content.</summary>
    public Span<T> Last<T>(int count)
        where T : unmanaged
    {
        length = count * sizeof(T);
        return MemoryMarshal.Cast<byte, T>(GetSpan());
    }

    public override Span<byte> GetSpan() => new(start + guard - length, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + guard - length + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (OperatingSystem.IsLinux())
            _ = Unmap((nint)start, (nuint)(guard + Environment.SystemPageSize));
        else
            NativeMemory.AlignedFree(start);
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmap(nint address, nuint length);
}
