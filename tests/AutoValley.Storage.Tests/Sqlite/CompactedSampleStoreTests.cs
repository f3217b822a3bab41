namespace AutoValley.Storage.Tests.Sqlite;

/// <summary>The contract, with small chunks merged after each sealing.</summary>
public sealed class CompactedSampleStoreTests : SampleStoreColumnContract
{
    private readonly TestStore test = new(options: options => options with { SegmentBytes = 1 << 20 });

    protected override ICatalogue Catalogue => test.Catalogue;

    protected override ISampleStore Store => test.Store;

    public override Task DisposeAsync() => test.DisposeAsync().AsTask();

    protected override Task ReopenAsync() => test.ReopenAsync();

    protected override Task SettleAsync() => test.CompactAsync();
}
