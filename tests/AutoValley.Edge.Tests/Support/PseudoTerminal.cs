using System.Globalization;
using System.Runtime.InteropServices;
using AutoValley.Edge.Linux;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Tests.Support;

/// <summary>A serial line without wires (pty(7)): what is written here comes out of <see cref="Device"/>, and the other way round.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int ReadWriteWithoutControl = 0x102;
    private const ulong Unlock = 0x4004_5431;
    private const ulong Number = 0x8004_5430;

    private readonly FileStream stream;

    public PseudoTerminal()
    {
        var master = new SafeFileHandle(LibC.Open("/dev/ptmx", ReadWriteWithoutControl), ownsHandle: true);
        var value = 0;
        Assert.Equal(0, Control(master, Unlock, ref value));
        Assert.Equal(0, Control(master, Number, ref value));
        Device = "/dev/pts/" + value.ToString(CultureInfo.InvariantCulture);
        stream = new FileStream(master, FileAccess.Write, bufferSize: 0);
    }

    /// <summary>The other end's path.</summary>
    public string Device { get; }

    /// <summary>Waits while the other end does not read.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

    /// <summary>The other end hangs up.</summary>
    public void Dispose() => stream.Dispose();

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, ulong request, ref int value);
}
