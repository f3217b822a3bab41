using System.Runtime.InteropServices;

namespace AutoValley.Server.Query;

/// <summary>Threads that give way: with every core busy, those that accept and acknowledge batches run first.</summary>
internal static class BackgroundThread
{
    /// <summary>Niceness of such a thread, of 0 (usual) to 19.</summary>
    public const int Niceness = 10;

    private const int Process = 0;
    private const int CallingThread = 0;

    /// <summary>Makes the calling thread one of them. Where the system does not let it, it stays as it is.</summary>
    public static void Enter()
    {
        // .NET's priorities do nothing on Linux. There "process" 0 is the calling thread alone: setpriority(2), C library/kernel differences.
        if (OperatingSystem.IsLinux())
            _ = setpriority(Process, CallingThread, Niceness);
        else
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setpriority(int which, int who, int niceness);
}
