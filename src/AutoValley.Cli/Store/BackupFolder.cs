using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AutoValley.V1;

namespace AutoValley.Cli.Store;

/// <summary>
/// A backup on its way to disk. Until all its files are there and fit, <see cref="Marker"/> keeps a server from starting on it; then
/// <see cref="List"/> tells their digests in the form that <c>sha256sum -c</c> reads. Given up, nothing of it stays.
/// </summary>
internal sealed partial class BackupFolder : IDisposable
{
    public const string Marker = "backup.incomplete";
    public const string List = "backup.complete";

    private readonly string folder;
    private readonly bool wasThere;
    private readonly StringBuilder list = new();
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private BackupFile? file;
    private FileStream? content;
    private bool isComplete;

    /// <exception cref="CommandException">The folder has something in it, or cannot be made.</exception>
    public BackupFolder(string folder)
    {
        (this.folder, wasThere) = (folder, Directory.Exists(folder));
        if (File.Exists(folder) || (wasThere && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw CommandException.WrongUse($"{folder} is not empty: a backup wants a folder of its own");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(PathOf(Marker), "A backup is being written here, or was not finished. Without its last files it lacks samples.\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Files so far.</summary>
    public int Files { get; private set; }

    /// <summary>Bytes of them.</summary>
    public long Bytes { get; private set; }

    /// <summary>Begins a file.</summary>
    public void Begin(BackupFile begun)
    {
        if (file is not null || !Name().IsMatch(begun.Name))
            throw Odd($"the file '{begun.Name}'");
        var path = PathOf(begun.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        (file, content) = (begun, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1));
    }

    /// <summary>Adds bytes to the file.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (content is null)
            throw Odd("bytes of no file");
        content.Write(bytes);
        digest.AppendData(bytes);
        Bytes += bytes.Length;
    }

    /// <summary>Ends the file: on disk, of the size and digest that the server told.</summary>
    public void End(ReadOnlySpan<byte> sha256)
    {
        if (content is null || file is null)
            throw Odd("the end of no file");
        var own = digest.GetHashAndReset();
        if (content.Length != (long)file.Bytes || !sha256.SequenceEqual(own))
            throw CommandException.Failed($"{file.Name} came otherwise than the server read it; nothing is kept");
        content.Flush(flushToDisk: true);
        content.Dispose();
        list.Append($"{Convert.ToHexStringLower(own)}  {file.Name}\n");
        (file, content) = (null, null);
        Files++;
    }

    /// <summary>All is there: a server may be started on the folder.</summary>
    public void Complete(BackupEnd end)
    {
        if (file is not null || end.Files != (ulong)Files || end.Bytes != (ulong)Bytes)
            throw CommandException.Failed($"{Files} files of {Bytes} bytes came, the server sent {end.Files} of {end.Bytes}; nothing is kept");
        using (var stream = new FileStream(PathOf(List), FileMode.CreateNew))
        {
            stream.Write(Encoding.UTF8.GetBytes(list.ToString()));
            stream.Flush(flushToDisk: true);
        }
        File.Delete(PathOf(Marker));
        isComplete = true;
    }

    /// <summary>Takes all away again, unless it is complete.</summary>
    public void Dispose()
    {
        content?.Dispose();
        digest.Dispose();
        if (isComplete || !Directory.Exists(folder))
            return;
        // The marker last: whoever kills this meanwhile leaves nothing that looks whole.
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => path != PathOf(Marker)))
            File.Delete(path);
        foreach (var path in Directory.EnumerateDirectories(folder))
            Directory.Delete(path, recursive: true);
        File.Delete(PathOf(Marker));
        if (!wasThere)
            Directory.Delete(folder);
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private static CommandException Odd(string what) =>
        CommandException.Failed($"the server sent {what}; is this autovalley as new as the server?");

    // No way out of the folder, and no marker of this program.
    [GeneratedRegex(@"^(journal/)?(?!backup\.)[A-Za-z0-9_-][A-Za-z0-9._-]*\z")]
    private static partial Regex Name();
}
