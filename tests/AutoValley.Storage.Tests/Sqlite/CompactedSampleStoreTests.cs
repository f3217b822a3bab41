namespace AutoValley.Storage.Tests.Sqlite;

/// <summary>The contract, with small chunks merged after each sealing.</summary>
public sealed class CompactedSampleStoreTests : SampleStoreColumnContract
{
    private TestStore? test;

    protected override ICatalogue Catalogue => test!.Catalogue;

    protected override ISampleStore Store => test!.Store;

    public override Task InitializeAsync()
    {
        test = new TestStore(options: options => options with { SegmentBytes = 1 << 20 });
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => test!.DisposeAsync().AsTask();

    protected override Task ReopenAsync() => test!.ReopenAsync();

    protected override Task SettleAsync() => test!.CompactAsync();
}
