namespace AutoValley.Benchmarks;

/// <summary>The working copy that the benchmarks are run in.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    /// <exception cref="BenchmarkException">The current folder is in none.</exception>
    public static string Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "AutoValley.sln")))
                    return folder.FullName;
            }
            throw new BenchmarkException("run it inside the repository: its recordings and peers are found from there");
        }
    }
}
