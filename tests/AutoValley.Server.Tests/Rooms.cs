using AutoValley.Server.Fleet;
using AutoValley.Server.Ingest;
using AutoValley.Storage;
using AutoValley.Storage.Maintenance;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Server.Tests;

/// <summary>The rooms behind the way in, over a real store in a folder of its own.</summary>
internal sealed class Rooms : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");

    public Rooms(Func<StoreOptions, StoreOptions>? options = null)
    {
        Catalogue = SqliteCatalogue.Open(Path.Combine(folder.FullName, "catalog.db"));
        var standard = new StoreOptions { Folder = folder.FullName };
        var store = SampleStore.Open(options?.Invoke(standard) ?? standard, Catalogue, TimeProvider.System, NullLogger<SampleStore>.Instance);
        (Store, Maintenance) = (store, store.Maintenance);
        Store.Observe(Durable.Add);
        Acceptor = new Acceptor(
            Catalogue, Store, new DeadLetterBox(Catalogue, Counters, TimeProvider.System, NullLogger<DeadLetterBox>.Instance),
            new IngestLedger(Counters, new VehicleStates(Catalogue, TimeProvider.System), Watermarks), new IngestOptions(), TimeProvider.System);
    }

    public SqliteCatalogue Catalogue { get; }

    public ISampleStore Store { get; }

    public StoreMaintenance Maintenance { get; }

    public WatermarkQueue Watermarks { get; } = new();

    public IngestCounters Counters { get; } = new();

    public Acceptor Acceptor { get; }

    /// <summary>What the store's observer heard, in its order.</summary>
    public List<DurableBatch> Durable { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Catalogue.Dispose();
        folder.Delete(recursive: true);
    }
}
