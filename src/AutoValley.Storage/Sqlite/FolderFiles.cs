namespace AutoValley.Storage.Sqlite;

/// <summary>What is done to a store's files as a whole. Tests let it fail.</summary>
internal abstract class FolderFiles
{
    /// <summary>Those of the system.</summary>
    public static readonly FolderFiles System = new OfSystem();

    /// <summary>Deletes a file, if it is there.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Gives a file another name, under which there may be one already.</summary>
    public virtual void Move(string path, string to) => File.Move(path, to, overwrite: true);

    /// <inheritdoc cref="Folders.LinkOrCopy"/>
    public virtual void Link(string existing, string added) => Folders.LinkOrCopy(existing, added);

    /// <summary>Makes an empty file.</summary>
    public virtual void Create(string path) => File.Create(path).Dispose();

    /// <inheritdoc cref="Folders.SyncFile"/>
    public virtual void SyncFile(string path) => Folders.SyncFile(path);

    /// <inheritdoc cref="Folders.Sync"/>
    public virtual void Sync(string folder) => Folders.Sync(folder);

    private sealed class OfSystem : FolderFiles;
}
