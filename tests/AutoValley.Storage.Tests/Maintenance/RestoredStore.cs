using AutoValley.Storage.Maintenance;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Maintenance;

/// <summary>A backup written to a folder of its own, and the store that is opened on it.</summary>
internal sealed class RestoredStore : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private RestoredStore()
    {
    }

    public SqliteCatalogue Catalogue { get; private set; } = null!;

    public SampleStore Store { get; private set; } = null!;

    public Series Speed => new TestVehicle(Catalogue).Series(TestVehicle.Speed);

    public List<BackupFile> Files { get; } = [];

    public static async Task<RestoredStore> OfAsync(StoreBackup backup, ILogger? logger = null, Func<BackupFile, Task>? meanwhile = null)
    {
        var restored = new RestoredStore();
        try
        {
            restored.Files.AddRange(await CopyAsync(backup, restored.folder, meanwhile));
            restored.Open(logger);
            return restored;
        }
        catch
        {
            restored.folder.Dispose();
            throw;
        }
    }

    /// <summary>Writes a backup to a folder; gives its files.</summary>
    public static async Task<List<BackupFile>> CopyAsync(StoreBackup backup, TemporaryFolder folder, Func<BackupFile, Task>? meanwhile = null)
    {
        List<BackupFile> files = [];
        await foreach (var file in backup.FilesAsync(CancellationToken.None))
        {
            files.Add(file);
            var target = folder[file.Name];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (file.Problem.Length == 0)
                File.Copy(file.Path, target);
            if (meanwhile is not null)
                await meanwhile(file);
        }
        return files;
    }

    public Session Find(Session session) => Catalogue.FindSession(Catalogue.FindVehicle(session.Vehicle.Name)!, session.SessionId)!;

    public async Task AssertSpeedTimesAsync(params long[] expected) => Assert.Equal(expected, await Store.ReadTimesAsync(Speed));

    public async Task ReopenAsync(ILogger logger)
    {
        await CloseAsync();
        Open(logger);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        folder.Dispose();
    }

    private void Open(ILogger? logger)
    {
        Catalogue = SqliteCatalogue.Open(folder["catalog.db"]);
        Store = SampleStore.Open(
            new StoreOptions { Folder = folder.Path, SegmentBytes = 1 << 16 }, Catalogue, TimeProvider.System, logger ?? NullLogger.Instance);
    }

    private async Task CloseAsync()
    {
        await Store.DisposeAsync();
        Catalogue.Dispose();
    }
}
