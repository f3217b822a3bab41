using AutoValley.Server.Site;
using AutoValley.Server.Site.Fixes;
using AutoValley.Server.Site.Judging;
using AutoValley.Server.Site.Watching;
using AutoValley.Server.Tests.Services;
using AutoValley.Site;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SignalType = AutoValley.Telemetry.SignalType;

namespace AutoValley.Server.Tests.Site;

/// <summary>The site's room over a real store in a folder of its own, in virtual time and without a thread: a test says when it goes on.</summary>
internal sealed class SiteUnderTest : IAsyncDisposable
{
    private static readonly SignalDefinition[] Signals =
    [
        new(1, "Vehicle.CurrentLocation.Latitude", SignalType.Double), new(2, "Vehicle.CurrentLocation.Longitude", SignalType.Double),
        new(3, "Vehicle.Speed", SignalType.Double), new(4, "Vehicle.CurrentLocation.Heading", SignalType.Double),
        new(5, "Vehicle.CurrentLocation.HorizontalAccuracy", SignalType.Double),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");
    private readonly Dictionary<VehicleName, (Session Session, ulong Sequence)> sessions = [];
    private SqliteCatalogue catalogue = null!;
    private SampleStore store = null!;

    public SiteUnderTest(SiteOptions? options = null)
    {
        Options = options ?? new SiteOptions();
        Open();
    }

    public SiteOptions Options { get; }

    public VirtualTime Time { get; } = new();

    public long Now => UnixTime.Now(Time);

    public SiteCounters Counters { get; private set; } = null!;

    public SiteDatabase Database { get; private set; } = null!;

    public SiteMaps Maps { get; private set; } = null!;

    public OccupancyBoard Board { get; private set; } = null!;

    public SiteRoom Room { get; private set; } = null!;

    public LateVisits Late { get; private set; } = null!;

    /// <summary>Called before late fixes are read of a series.</summary>
    public Action<Series>? BeforeRead { get; set; }

    /// <summary>Who judges by who is where.</summary>
    public List<ISiteRules> Rules { get; } = [];

    public ISampleStore Store => store;

    public ICatalogue Catalogue => catalogue;

    /// <summary>Does something to site.db behind the back of who uses it.</summary>
    public void Break(string sql) => Ask(sql);

    /// <summary>Asks site.db something, likewise.</summary>
    public object? Ask(string sql)
    {
        using var other = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, SiteDatabase.FileName)};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Imports a map and has vehicles judged by it.</summary>
    public async Task<int> ActivateAsync(ReadOnlyMemory<byte> content, string file = "map.geojson")
    {
        var (stored, _) = Maps.Import(new MapImport(content, file) { Person = "Ann" });
        await DoneAsync(Maps.ActivateAsync(Room, stored, Maps.Read(stored), "Ann", ""));
        return stored.Version;
    }

    /// <summary>A batch of a vehicle becomes durable, received now.</summary>
    public async Task AppendAsync(VehicleName vehicle, params (long Time, double Latitude, double Longitude)[] fixes)
    {
        var writer = new BatchWriter();
        var times = writer.AddTimes(fixes.Select(fix => fix.Time).ToArray());
        writer.AddColumn(1, times, Values.Of(fixes.Select(fix => fix.Latitude).ToArray()));
        writer.AddColumn(2, times, Values.Of(fixes.Select(fix => fix.Longitude).ToArray()));
        await AppendAsync(vehicle, writer, fixes[^1].Time);
    }

    /// <summary>The batch that was written becomes durable, received now.</summary>
    public async Task AppendAsync(VehicleName vehicle, BatchWriter writer, long sendTime)
    {
        if (!sessions.TryGetValue(vehicle, out var session))
            session = (catalogue.Declare(catalogue.AddVehicle(vehicle), new SessionId((UInt128)(sessions.Count + 1)), Signals), 0);
        sessions[vehicle] = session = (session.Session, session.Sequence + 1);
        var payload = writer.ToPayload(session.Session.SessionId, session.Sequence, sendTime, sendTime, new ClockQuality(ClockSource.Gnss, 0, 1_000));
        await store.AppendAsync(new AcceptedBatch(session.Session, session.Sequence, Now, payload), CancellationToken.None);
    }

    /// <summary>Does all there is to do.</summary>
    public void Run()
    {
        while (Room.Step())
        {
        }
    }

    /// <summary>Goes on until a task that the room was asked for is done.</summary>
    public async Task DoneAsync(Task asked)
    {
        while (!asked.IsCompleted)
        {
            Run();
            await Task.Yield();
        }
        await asked;
    }

    /// <summary>The record, by enter time.</summary>
    public async Task<IReadOnlyList<StoredVisit>> VisitsAsync(VisitQuestion? question = null)
    {
        await DoneAsync(Room.CoverAsync(store.DurablePosition));
        return Database.Visits.Find(question ?? new VisitQuestion { Limit = int.MaxValue });
    }

    /// <summary>All late fixes are judged.</summary>
    public Task JudgeLateAsync() => DoneAsync(Late.JudgeAsync(CancellationToken.None));

    /// <summary>What a kill leaves is opened again: nothing that only memory knew is there.</summary>
    public async Task CrashAsync()
    {
        await CloseAsync();
        Open();
        foreach (var (vehicle, (session, sequence)) in sessions.ToArray())
            sessions[vehicle] = (catalogue.FindSession(catalogue.FindVehicle(vehicle)!, session.SessionId)!, sequence);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        folder.Delete(recursive: true);
    }

    private void Open()
    {
        var gate = new SealGate();
        catalogue = SqliteCatalogue.Open(Path.Combine(folder.FullName, "catalog.db"));
        store = SampleStore.Open(
            new StoreOptions { Folder = folder.FullName, BeforeSealing = gate.CoverAsync, MergesChunks = false }, catalogue, Time, NullLogger<SampleStore>.Instance);
        Database = SiteDatabase.Open(folder.FullName);
        Counters = new SiteCounters();
        Maps = new SiteMaps(Database, Options, Time);
        Board = new OccupancyBoard(Options, Counters);
        var parts = new SiteParts(Options, Counters, Rules, Time, NullLogger<SiteParts>.Instance);
        Room = new SiteRoom(store, new SiteCheckpoints(Database, Maps, store), Board, gate, parts);
        Late = new LateVisits(Room, Database, Maps, new StoredFixes(new HookedStore(store, beforeRead: series => BeforeRead?.Invoke(series)), catalogue, Options.Signals), parts);
        Room.Open();
    }

    private async Task CloseAsync()
    {
        await store.DisposeAsync();
        Late.Dispose();
        Room.Dispose();
        Database.Dispose();
        catalogue.Dispose();
    }
}
