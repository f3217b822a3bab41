using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using AutoValley.Storage.Tests.Journal;

namespace AutoValley.Storage.Tests.Faults;

/// <summary>
/// Stands between SQLite and the real files of one folder: each creation, write, sync, truncation and deletion asks the plan first.
/// It also remembers what was not synced, so that a power failure can be played after the databases are closed.
/// </summary>
internal sealed class SqliteDisk : IDisposable
{
    private static readonly ConcurrentDictionary<string, SqliteDisk> Disks = new();
    private static readonly ConcurrentDictionary<IntPtr, OpenFile> OpenFiles = new();
    private static readonly ConcurrentDictionary<IntPtr, Table> Tables = new();
    private static readonly SqliteVfs.Open OpenHook = Open;
    private static readonly SqliteVfs.Delete DeleteHook = Delete;
    private static readonly SqliteVfs.Close CloseHook = Close;
    private static readonly SqliteVfs.Write WriteHook = Write;
    private static readonly SqliteVfs.Truncate TruncateHook = Truncate;
    private static readonly SqliteVfs.Sync SyncHook = Sync;
    private static readonly IntPtr Native = SqliteVfs.Default();
    private static readonly SqliteVfs.Layout NativeLayout = Marshal.PtrToStructure<SqliteVfs.Layout>(Native);
    private static readonly SqliteVfs.Open NativeOpen = Marshal.GetDelegateForFunctionPointer<SqliteVfs.Open>(NativeLayout.Open);
    private static readonly SqliteVfs.Delete NativeDelete = Marshal.GetDelegateForFunctionPointer<SqliteVfs.Delete>(NativeLayout.Delete);

    private readonly ConcurrentDictionary<string, UnsyncedFile> files = new();
    private readonly string folder;
    private readonly FaultPlan plan;
    private int opened;

    static SqliteDisk()
    {
        var layout = NativeLayout;
        layout.Name = Marshal.StringToHGlobalAnsi("faults");
        layout.Open = Marshal.GetFunctionPointerForDelegate(OpenHook);
        layout.Delete = Marshal.GetFunctionPointerForDelegate(DeleteHook);
        SqliteVfs.MakeDefault(layout);
    }

    public SqliteDisk(string folder, FaultPlan plan)
    {
        (this.folder, this.plan) = (folder, plan);
        Disks[folder] = this;
    }

    /// <summary>Databases opened so far, their logs not counted.</summary>
    public int Opened => Volatile.Read(ref opened);

    /// <summary>A file got another name.</summary>
    public void Moved(string path, string to)
    {
        if (files.TryRemove(path, out var file))
            files[to] = file;
        else
            files.TryRemove(to, out _);
    }

    /// <summary>A file was synced by others than SQLite.</summary>
    public void Synced(string path)
    {
        if (files.TryGetValue(path, out var file))
            file.Sync();
    }

    /// <summary>A file went.</summary>
    public void Deleted(string path) => files.TryRemove(path, out _);

    /// <summary>Leaves the files as a machine may find them that lost its power: of what was not synced any part. All databases must be closed.</summary>
    public void LosePower(Random random)
    {
        foreach (var (path, file) in files)
        {
            if (File.Exists(path))
                File.WriteAllBytes(path, file.AfterPowerLoss(random));
        }
        files.Clear();
    }

    public void Dispose() => Disks.TryRemove(folder, out _);

    private static SqliteDisk? DiskOf(string? path) =>
        path is not null && Disks.TryGetValue(Path.GetDirectoryName(path) ?? "", out var disk) ? disk : null;

    private static int Open(IntPtr vfs, IntPtr name, IntPtr file, int flags, IntPtr flagsOut)
    {
        var path = Marshal.PtrToStringUTF8(name);
        if (DiskOf(path) is not { } disk)
            return NativeOpen(Native, name, file, flags, flagsOut);
        var exists = File.Exists(path);
        if (exists && new FileInfo(path!).IsReadOnly)
        {
            // The system lets root write to a protected file. For anybody else SQLite opens it so.
            flags = (flags & ~(SqliteVfs.OpenReadWrite | SqliteVfs.OpenCreate)) | SqliteVfs.OpenReadOnly;
        }
        if ((flags & SqliteVfs.OpenCreate) != 0 && !exists && disk.plan.Next("create") != Fault.None)
        {
            // SQLite closes what has methods, opened or not.
            Marshal.WriteIntPtr(file, IntPtr.Zero);
            return SqliteVfs.CannotOpen;
        }
        if (path!.EndsWith(".db", StringComparison.Ordinal))
            Interlocked.Increment(ref disk.opened);
        // Before it is opened: closing a second descriptor would drop SQLite's locks.
        var unsynced = disk.files.GetOrAdd(path!, _ => new UnsyncedFile(exists ? File.ReadAllBytes(path!) : []));
        var result = NativeOpen(Native, name, file, flags, flagsOut);
        if (result != SqliteVfs.Ok)
            return result;
        var table = Tables.GetOrAdd(Marshal.ReadIntPtr(file), methods => new Table(methods));
        OpenFiles[file] = new OpenFile(disk, unsynced, table);
        Marshal.WriteIntPtr(file, table.Hooked);
        return result;
    }

    private static int Delete(IntPtr vfs, IntPtr name, int syncFolder)
    {
        var path = Marshal.PtrToStringUTF8(name);
        if (DiskOf(path) is { } disk)
        {
            if (disk.plan.Next("delete") != Fault.None)
                return SqliteVfs.DeleteError;
            disk.files.TryRemove(path!, out _);
        }
        return NativeDelete(Native, name, syncFolder);
    }

    private static int Close(IntPtr file) => OpenFiles.TryRemove(file, out var open) ? open.Table.Close(file) : SqliteVfs.Ok;

    private static int Write(IntPtr file, IntPtr bytes, int count, long offset)
    {
        var open = OpenFiles[file];
        var fault = open.Disk.plan.Next("write");
        if (fault is Fault.Fails or Fault.Crash)
            return fault == Fault.Fails ? SqliteVfs.Full : SqliteVfs.WriteError;
        var written = new byte[fault == Fault.Half ? count / 2 : count];
        Marshal.Copy(bytes, written, 0, written.Length);
        open.Unsynced.Write(offset, written);
        var result = open.Table.Write(file, bytes, written.Length, offset);
        return fault == Fault.Half ? SqliteVfs.Full : result;
    }

    private static int Truncate(IntPtr file, long length)
    {
        var open = OpenFiles[file];
        if (open.Disk.plan.Next("truncate") != Fault.None)
            return SqliteVfs.TruncateError;
        open.Unsynced.SetLength(length);
        return open.Table.Truncate(file, length);
    }

    private static int Sync(IntPtr file, int flags)
    {
        var open = OpenFiles[file];
        if (open.Disk.plan.Next("sync") != Fault.None)
            return SqliteVfs.SyncError;
        open.Unsynced.Sync();
        return open.Table.Sync(file, flags);
    }

    private sealed record OpenFile(SqliteDisk Disk, UnsyncedFile Unsynced, Table Table);

    /// <summary>The system's methods for a kind of file, and the same with hooks.</summary>
    private sealed class Table
    {
        public Table(IntPtr methods)
        {
            var all = Marshal.PtrToStructure<SqliteVfs.Methods>(methods);
            Close = Marshal.GetDelegateForFunctionPointer<SqliteVfs.Close>(all.Close);
            Write = Marshal.GetDelegateForFunctionPointer<SqliteVfs.Write>(all.Write);
            Truncate = Marshal.GetDelegateForFunctionPointer<SqliteVfs.Truncate>(all.Truncate);
            Sync = Marshal.GetDelegateForFunctionPointer<SqliteVfs.Sync>(all.Sync);
            all.Close = Marshal.GetFunctionPointerForDelegate(CloseHook);
            all.Write = Marshal.GetFunctionPointerForDelegate(WriteHook);
            all.Truncate = Marshal.GetFunctionPointerForDelegate(TruncateHook);
            all.Sync = Marshal.GetFunctionPointerForDelegate(SyncHook);
            Hooked = Marshal.AllocHGlobal(Marshal.SizeOf<SqliteVfs.Methods>());
            Marshal.StructureToPtr(all, Hooked, false);
        }

        public IntPtr Hooked { get; }

        public SqliteVfs.Close Close { get; }

        public SqliteVfs.Write Write { get; }

        public SqliteVfs.Truncate Truncate { get; }

        public SqliteVfs.Sync Sync { get; }
    }
}
