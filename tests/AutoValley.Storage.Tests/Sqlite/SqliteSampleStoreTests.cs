using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Sqlite;

public sealed class SqliteSampleStoreTests : SampleStoreColumnContract
{
    private readonly OpenedStore opened = new((options, catalogue) => SampleStore.Open(options, catalogue, TimeProvider.System, NullLogger.Instance));

    protected override ICatalogue Catalogue => opened.Catalogue;

    protected override ISampleStore Store => opened.Store;

    public override Task DisposeAsync() => opened.DisposeAsync().AsTask();

    protected override Task ReopenAsync() => opened.ReopenAsync();
}
