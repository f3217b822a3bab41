namespace AutoValley.Testing;

/// <summary>The real inputs that lie beside the repository, in <c>../shared/data</c>; absent in a lone clone.</summary>
public static class SharedData
{
    /// <summary>The repository's root: the folder of AutoValley.sln above the test's binaries.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The absolute path of a file or folder of shared/data, whether it is there or not.</summary>
    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "data", relative));

    /// <summary>Whether a file or folder of shared/data is there.</summary>
    public static bool Has(string relative) => Path.Exists(PathOf(relative));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AutoValley.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no AutoValley.sln above {AppContext.BaseDirectory}");
    }
}
