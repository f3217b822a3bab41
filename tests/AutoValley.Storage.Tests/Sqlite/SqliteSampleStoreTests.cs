using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Sqlite;

public sealed class SqliteSampleStoreTests : SampleStoreColumnContract
{
    private readonly TemporaryFolder folder = new();
    private SqliteCatalogue? catalogue;
    private SampleStore? store;

    protected override ICatalogue Catalogue => catalogue!;

    protected override ISampleStore Store => store!;

    public override Task InitializeAsync()
    {
        catalogue = SqliteCatalogue.Open(folder["catalog.db"]);
        store = SampleStore.Open(new StoreOptions { Folder = folder.Path, SegmentBytes = 1 << 20 }, catalogue, TimeProvider.System, NullLogger.Instance);
        return Task.CompletedTask;
    }

    protected override async Task ReopenAsync()
    {
        await store!.DisposeAsync();
        catalogue!.Dispose();
        await InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await store!.DisposeAsync();
        catalogue!.Dispose();
        folder.Dispose();
    }
}
