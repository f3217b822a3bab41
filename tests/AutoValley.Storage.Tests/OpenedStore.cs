namespace AutoValley.Storage.Tests;

/// <summary>A store as a program opens it, with its catalogue, in a folder of its own.</summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Func<StoreOptions, ICatalogue, SampleStore> open;
    private SqliteCatalogue catalogue = null!;

    public OpenedStore(Func<StoreOptions, ICatalogue, SampleStore> open)
    {
        this.open = open;
        Open();
    }

    public ICatalogue Catalogue => catalogue;

    public SampleStore Store { get; private set; } = null!;

    public async Task ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        folder.Dispose();
    }

    private void Open()
    {
        catalogue = SqliteCatalogue.Open(folder["catalog.db"]);
        Store = open(new StoreOptions { Folder = folder.Path, SegmentBytes = 1 << 20 }, catalogue);
    }

    private async Task CloseAsync()
    {
        await Store.DisposeAsync();
        catalogue.Dispose();
    }
}
