namespace AutoValley.Storage.Sqlite;

/// <summary>
/// What is left of day files that cannot be used or written, beside the day files, for people: told until somebody takes it away. Nothing reads it. Used
/// under the folder's lock.
/// </summary>
internal sealed class SetAsideFiles
{
    private const string Damaged = ".damaged-";
    private const string Missing = ".missing-";
    private const string Protected = ".protected-";

    private readonly FolderFiles files;
    private readonly string folder;
    private readonly SortedSet<string> names = [];

    /// <param name="folder">Where the day files are.</param>
    /// <param name="pattern">What day files are called.</param>
    /// <param name="files">How they are changed.</param>
    public SetAsideFiles(string folder, string pattern, FolderFiles files)
    {
        (this.folder, this.files) = (folder, files);
        foreach (var kind in new[] { Damaged, Missing, Protected })
            names.UnionWith(Directory.EnumerateFiles(folder, pattern + kind + "*").Select(path => Path.GetFileName(path)));
    }

    /// <summary>File names, also those that were made earlier.</summary>
    public string[] Names => [.. names];

    /// <summary>What one of the names means.</summary>
    public static string ReasonOf(string name)
    {
        if (name.Contains(Missing, StringComparison.Ordinal))
            return "stands for a file that is gone although samples were sealed into it; they are not found";
        return IsLoss(name)
            ? "could not be used and was set aside; its samples are not found"
            : "was protected from writing; a copy took its place, so that its samples are found and later ones too";
    }

    /// <summary>Whether the name stands for samples that are not found.</summary>
    public static bool IsLoss(string name) => !name.Contains(Protected, StringComparison.Ordinal);

    /// <summary>Gives a file, and those beside it that begin with its name, another name.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="suffixes">What the names of those beside it end with, in the order they are to go; empty for itself.</param>
    /// <returns>The name.</returns>
    /// <exception cref="IOException">It stays where it is.</exception>
    public string Take(string path, IEnumerable<string> suffixes)
    {
        var kept = Free(path + Damaged);
        foreach (var suffix in suffixes.Where(suffix => File.Exists(path + suffix)))
            files.Move(path + suffix, kept + suffix);
        return Remember(kept);
    }

    /// <summary>Makes an empty file that stands for one that is gone.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public string Mark(string path)
    {
        var mark = Free(path + Missing);
        files.Create(mark);
        return Remember(mark);
    }

    /// <summary>Keeps a file under another name, and puts a complete and durable copy in its place; at any moment one of them is there.</summary>
    /// <returns>The name that it is kept under.</returns>
    /// <exception cref="IOException">It stays where it is.</exception>
    public string Replace(string path, string copy)
    {
        var kept = Free(path + Protected);
        files.Link(path, kept);
        files.Move(copy, path);
        return Remember(kept);
    }

    private static string Free(string path)
    {
        var number = 1;
        while (File.Exists(path + number))
            number++;
        return path + number;
    }

    private string Remember(string path)
    {
        files.Sync(folder);
        var name = Path.GetFileName(path);
        names.Add(name);
        return name;
    }
}
