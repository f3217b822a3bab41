using AutoValley.Storage.Influx;
using AutoValley.Storage.Tests.Maintenance;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Sealing;

public sealed class BackEndsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Open_FolderOfTheOtherBackEnd_IsRefused()
    {
        await OpenAsync(AnInflux, _ => Task.CompletedTask);
        var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(null, _ => Task.CompletedTask));
        Assert.Contains("http://127.0.0.1:1/ autovalley", refused.Message, StringComparison.Ordinal);
        await OpenAsync(AnInflux, _ => Task.CompletedTask);
    }

    [Fact]
    public async Task Open_FolderOfAnotherInflux_IsRefusedUntilItsMarkIsDeleted()
    {
        await OpenAsync(AnInflux, _ => Task.CompletedTask);
        foreach (var other in new[] { AnInflux with { Url = new Uri("http://127.0.0.1:2") }, AnInflux with { Database = "b" }, AnInflux with { RetentionPolicy = "week" } })
        {
            var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(other, _ => Task.CompletedTask));
            Assert.Contains("lie in the InfluxDB 'http://127.0.0.1:1/ autovalley', and", refused.Message, StringComparison.Ordinal);
        }
        File.Delete(folder["influx"]);
        await OpenAsync(AnInflux with { Database = "b" }, _ => Task.CompletedTask);
    }

    [Fact]
    public async Task Open_FolderWhoseMarkWasCutWhenItWasWritten_WritesItAnew()
    {
        File.WriteAllText(folder["influx"], "");
        await OpenAsync(AnInflux, _ => Task.CompletedTask);
        Assert.Equal("http://127.0.0.1:1/ autovalley\n", await File.ReadAllTextAsync(folder["influx"]));
    }

    [Fact]
    public async Task Open_InfluxOverDayFiles_IsRefused()
    {
        await OpenAsync(null, async test =>
        {
            await test.Store.AppendAsync(TestVehicle.Speeds(new TestVehicle(test.Catalogue).NewSession(), 1, 10), default);
            await test.Store.SealAsync(default);
        });
        var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(AnInflux, _ => Task.CompletedTask));
        Assert.Contains("1 day files, 1970-01-01 the first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_BackupOfAFolderThatSealsToInflux_KeepsToIt()
    {
        using var restored = new TemporaryFolder();
        await OpenAsync(AnInflux, async test =>
        {
            await test.Store.AppendAsync(TestVehicle.Speeds(new TestVehicle(test.Catalogue).NewSession(), 1, 10), default);
            using var backup = await test.Store.Maintenance.TryBeginBackupAsync(default);
            await RestoredStore.CopyAsync(backup!, restored);
        });
        foreach (var other in new[] { null, AnInflux with { Database = "b" } })
        {
            var refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(restored, other, _ => Task.CompletedTask));
            Assert.Contains("http://127.0.0.1:1/ autovalley", refused.Message, StringComparison.Ordinal);
        }
        await OpenAsync(restored, AnInflux, test => Task.FromResult(Assert.Single(test.Store.ReadUnsealed(0, 10))));
    }

    private static InfluxStoreOptions AnInflux => new() { Url = new Uri("http://127.0.0.1:1") };

    private Task OpenAsync(InfluxStoreOptions? influx, Func<(SampleStore Store, SqliteCatalogue Catalogue), Task> use) => OpenAsync(folder, influx, use);

    private static async Task OpenAsync(TemporaryFolder folder, InfluxStoreOptions? influx, Func<(SampleStore Store, SqliteCatalogue Catalogue), Task> use)
    {
        using var catalogue = SqliteCatalogue.Open(folder["catalog.db"]);
        await using var store = SampleStore.Open(new StoreOptions { Folder = folder.Path }, catalogue, TimeProvider.System, NullLogger.Instance, influx);
        await use((store, catalogue));
    }
}
