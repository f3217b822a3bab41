using AutoValley.Server.Configuration;
using AutoValley.Server.Site;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Composition;

/// <summary>Opens the catalogue and the store in the data folder.</summary>
internal static class OpenedStore
{
    public static ICatalogue Catalogue(IServiceProvider rooms, ServerOptions options)
    {
        Directory.CreateDirectory(options.DataFolder);
        return SqliteCatalogue.Open(Path.Combine(options.DataFolder, "catalog.db"));
    }

    public static SiteDatabase Site(IServiceProvider rooms, ServerOptions options)
    {
        // The store's lock keeps a second server out of the folder.
        rooms.GetRequiredService<SampleStore>();
        return SiteDatabase.Open(options.DataFolder);
    }

    public static SampleStore Samples(IServiceProvider rooms, ServerOptions options) => SampleStore.Open(
        new StoreOptions
        {
            Folder = options.DataFolder, SealInterval = options.Store.SealAge, SegmentBytes = options.Store.SealBytes,
            MaximumUnsealedBytes = options.Store.MaximumUnsealedBytes,
            MaximumJournalBytes = options.Store.MaximumJournalBytes is > 0 and var bytes ? bytes : long.MaxValue,
            MaximumBatchDays = options.Store.MaximumBatchDays, MaximumDays = options.Store.MaximumDays,
            MaximumSessionHoles = options.Store.MaximumSessionHoles,
            ColumnCacheBytes = options.Store.ColumnCacheBytes,
            BeforeSealing = rooms.GetRequiredService<SealGate>().CoverAsync,
        },
        rooms.GetRequiredService<ICatalogue>(),
        rooms.GetRequiredService<TimeProvider>(),
        rooms.GetRequiredService<ILogger<SampleStore>>(),
        options.InfluxStore);
}
