using AutoValley.Storage.Sqlite;
using AutoValley.Storage.Tests.Journal;

namespace AutoValley.Storage.Tests.Faults;

/// <summary>Changes of whole files that ask the plan first; what becomes of files is told to the databases' disk.</summary>
internal sealed class FaultyFolder(SqliteDisk disk, FaultPlan plan) : FolderFiles
{
    public override void Delete(string path)
    {
        Ask("delete file");
        disk.Deleted(path);
        base.Delete(path);
    }

    public override void Move(string path, string to)
    {
        Ask("rename");
        disk.Moved(path, to);
        base.Move(path, to);
    }

    public override void Link(string existing, string added)
    {
        Ask("link");
        base.Link(existing, added);
    }

    public override void Create(string path)
    {
        Ask("create file");
        base.Create(path);
    }

    public override void SyncFile(string path)
    {
        Ask("sync file");
        disk.Synced(path);
        base.SyncFile(path);
    }

    public override void Sync(string folder)
    {
        Ask("sync day folder");
        base.Sync(folder);
    }

    private void Ask(string operation)
    {
        if (plan.Next(operation) != Fault.None)
            throw new IOException($"{operation} failed");
    }
}
