namespace AutoValley.Benchmarks.DataSets;

/// <summary>The recordings beside the repository, <c>../shared/data</c>.</summary>
internal static class SharedData
{
    /// <summary>A file of it.</summary>
    /// <exception cref="BenchmarkException">It is not there.</exception>
    public static string File(string path)
    {
        var file = Path.Combine(Path.GetDirectoryName(Repository.Folder)!, "shared", "data", path);
        return System.IO.File.Exists(file)
            ? file
            : throw new BenchmarkException($"{file} is missing: this data set needs ../shared/data beside the repository");
    }
}
