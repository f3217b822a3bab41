namespace AutoValley.Storage.Tests;

/// <summary>A folder of a test's own, deleted at its end; in memory where Linux has that, as thousands of syncs are made.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"autovalley-storage-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("autovalley-storage-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
