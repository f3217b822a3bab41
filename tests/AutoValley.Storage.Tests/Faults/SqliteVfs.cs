using System.Runtime.InteropServices;

namespace AutoValley.Storage.Tests.Faults;

/// <summary>SQLite's interface to files, sqlite3_vfs and sqlite3_io_methods, as far as the tests stand in between (https://sqlite.org/c3ref/vfs.html).</summary>
internal static class SqliteVfs
{
    public const int Ok = 0;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int WriteError = 10 | (3 << 8);
    public const int SyncError = 10 | (4 << 8);
    public const int TruncateError = 10 | (6 << 8);
    public const int DeleteError = 10 | (10 << 8);
    public const int OpenReadOnly = 1;
    public const int OpenReadWrite = 2;
    public const int OpenCreate = 4;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Open(IntPtr vfs, IntPtr name, IntPtr file, int flags, IntPtr flagsOut);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Delete(IntPtr vfs, IntPtr name, int syncFolder);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Close(IntPtr file);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Write(IntPtr file, IntPtr bytes, int count, long offset);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Truncate(IntPtr file, long length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Sync(IntPtr file, int flags);

    /// <summary>The one that SQLite uses where none is named.</summary>
    public static IntPtr Default()
    {
        SQLitePCL.Batteries_V2.Init();
        return sqlite3_vfs_find(IntPtr.Zero);
    }

    /// <summary>From now on the default of this process.</summary>
    public static void MakeDefault(Layout layout)
    {
        // SQLite keeps the pointer for as long as the process lives.
        var native = Marshal.AllocHGlobal(Marshal.SizeOf<Layout>());
        Marshal.StructureToPtr(layout, native, false);
        if (sqlite3_vfs_register(native, 1) != Ok)
            throw new InvalidOperationException("SQLite took no file layer");
    }

    [DllImport("e_sqlite3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern IntPtr sqlite3_vfs_find(IntPtr name);

    [DllImport("e_sqlite3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int sqlite3_vfs_register(IntPtr vfs, int makeDefault);

    /// <summary>sqlite3_vfs, version 3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Layout
    {
        public int Version;
        public int FileSize;
        public int MaximumPathname;
        public IntPtr Next;
        public IntPtr Name;
        public IntPtr AppData;
        public IntPtr Open;
        public IntPtr Delete;
        public IntPtr Access;
        public IntPtr FullPathname;
        public IntPtr DlOpen;
        public IntPtr DlError;
        public IntPtr DlSym;
        public IntPtr DlClose;
        public IntPtr Randomness;
        public IntPtr Sleep;
        public IntPtr CurrentTime;
        public IntPtr GetLastError;
        public IntPtr CurrentTimeInt64;
        public IntPtr SetSystemCall;
        public IntPtr GetSystemCall;
        public IntPtr NextSystemCall;
    }

    /// <summary>sqlite3_io_methods, version 3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Methods
    {
        public int Version;
        public IntPtr Close;
        public IntPtr Read;
        public IntPtr Write;
        public IntPtr Truncate;
        public IntPtr Sync;
        public IntPtr FileSize;
        public IntPtr Lock;
        public IntPtr Unlock;
        public IntPtr CheckReservedLock;
        public IntPtr FileControl;
        public IntPtr SectorSize;
        public IntPtr DeviceCharacteristics;
        public IntPtr SharedMap;
        public IntPtr SharedLock;
        public IntPtr SharedBarrier;
        public IntPtr SharedUnmap;
        public IntPtr Fetch;
        public IntPtr Unfetch;
    }
}
