using AutoValley.Storage.Influx;
using AutoValley.Storage.Journal;
using AutoValley.Storage.Sealing;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests;

/// <summary>A store over chosen parts in a folder of its own, with catalogue; opened again as often as a test likes.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private SqliteCatalogue? opening;

    /// <param name="files">The journal's files; null for those on disk.</param>
    /// <param name="options">Changes the options.</param>
    /// <param name="logger">Takes what the store says.</param>
    /// <param name="prepare">Sees the folder before anything is opened there.</param>
    public TestStore(
        IJournalFiles? files = null, Func<StoreOptions, StoreOptions>? options = null, ILogger? logger = null, Action<string>? prepare = null)
    {
        prepare?.Invoke(folder.Path);
        Files = files;
        Logger = logger ?? NullLogger.Instance;
        var defaults = new StoreOptions
        {
            // Tests merge when they want it.
            Folder = folder.Path, SegmentBytes = 1 << 16, RetryInterval = TimeSpan.FromMilliseconds(10), MergesChunks = false,
        };
        Options = options?.Invoke(defaults) ?? defaults;
        Open();
    }

    public StoreOptions Options { get; }

    public string Folder => folder.Path;

    /// <summary>The journal's files; null for those on disk.</summary>
    public IJournalFiles? Files { get; set; }

    /// <summary>What the next opening changes day files with; null for the system's.</summary>
    public FolderFiles? FolderFiles { get; set; }

    public ILogger Logger { get; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Put around the back end at the next opening.</summary>
    public Func<ISealedStore, ISealedStore> WrapBackEnd { get; set; } = backEnd => backEnd;

    /// <summary>Put around the watermarks at the next opening.</summary>
    public Func<IWatermarkTable, IWatermarkTable> WrapWatermarks { get; set; } = table => table;

    public SqliteCatalogue Catalogue { get; private set; } = null!;

    public SampleStore Store { get; private set; } = null!;

    public TestVehicle Vehicle => new(Catalogue);

    public Series Speed => Vehicle.Series(TestVehicle.Speed);

    /// <summary>The session that is of the same name in the catalogue as it is open now.</summary>
    public Session Find(Session session) => Catalogue.FindSession(Catalogue.FindVehicle(session.Vehicle.Name)!, session.SessionId)!;

    /// <summary>The times of all speeds there are.</summary>
    public async Task AssertSpeedTimesAsync(params long[] expected) => Assert.Equal(expected, await Store.ReadTimesAsync(Speed));

    /// <summary>The times of the speeds of 1970-01-01.</summary>
    public async Task AssertSpeedTimesOfFirstDayAsync(params long[] expected) =>
        Assert.Equal(expected, await Store.ReadTimesAsync(Speed, new TimeRange(0, UnixTime.NanosPerDay)));

    /// <summary>Opens it again over a database of its own in an InfluxDB.</summary>
    public async Task<string> UseInfluxAsync(Uri url, Func<InfluxStoreOptions, InfluxStoreOptions>? options = null)
    {
        var database = $"test-{Guid.NewGuid():N}";
        var influx = new InfluxStoreOptions { Url = url, Database = database, MaximumPause = TimeSpan.FromMilliseconds(50) };
        WrapBackEnd = files =>
        {
            files.Dispose();
            return new InfluxSealedStore(options?.Invoke(influx) ?? influx, opening!, Clock, Logger);
        };
        await ReopenAsync();
        return database;
    }

    /// <summary>Seals, again until it is done: a back end may be busy, the store itself be at it, and meet what a test scripted.</summary>
    public Task SealPatientlyAsync() => Eventually.IsTrueAsync(
        async () =>
        {
            try
            {
                await Store.SealAsync(default);
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        },
        () => string.Join("; ", Store.Health.Warnings));

    /// <summary>Merges small chunks, as in the background and then as much as there are.</summary>
    public async Task CompactAsync()
    {
        while (await Store.CompactAsync(null, default))
        {
        }
        var days = (await Store.Maintenance.GetUsageAsync(default)).Days;
        foreach (var day in days)
        {
            while (await Store.CompactAsync(day.Day, default))
            {
            }
        }
    }

    /// <summary>Changes the file of 1970-01-01 behind the store's back.</summary>
    public void ChangeFirstDay(string sql)
    {
        using var connection = OpenFirstDay();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>What a query gives of the file of 1970-01-01.</summary>
    public long AskFirstDay(string sql)
    {
        using var connection = OpenFirstDay();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    public async Task ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    public async Task CloseAsync()
    {
        await Store.DisposeAsync();
        Catalogue.Dispose();
    }

    public void Open()
    {
        var catalogue = SqliteCatalogue.Open(folder["catalog.db"], new CatalogueOptions { MaximumDeadLetters = 100 });
        opening = catalogue;
        var folderLock = new FolderLock(folder.Path);
        try
        {
            Store = SampleStore.Open(
                new StoreParts(
                    folderLock, Files ?? new DiskJournalFiles(folder["journal"]),
                    WrapBackEnd(new SqliteSealedStore(Options, Logger, FolderFiles)), WrapWatermarks(catalogue)),
                Options, catalogue, Clock, Logger);
            Catalogue = catalogue;
        }
        catch
        {
            folderLock.Dispose();
            catalogue.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        folder.Dispose();
    }

    private SqliteConnection OpenFirstDay()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "telemetry-1970-01-01.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
