using System.Collections.Concurrent;
using System.Collections.Immutable;
using AutoValley.Storage.Maintenance;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage;

/// <summary>
/// The catalogue over <c>catalog.db</c>. One connection writes under one lock; all but dead letters and the signals of old
/// sessions is read from memory.
/// </summary>
public sealed class SqliteCatalogue : ICatalogue, IWatermarkTable, IKeptTable, IDisposable
{
    private readonly Lock gate = new();
    private readonly CatalogueOptions options;
    private readonly string path;
    private readonly SqliteConnection connection;
    private readonly VehicleTables tables;
    private readonly WatermarkTable watermarks;
    private readonly RunTable runs;
    private readonly DeadLetterTable deadLetters;
    private readonly KeptTable kept;
    private readonly ConcurrentDictionary<VehicleName, VehicleEntry> vehicles = new();
    private readonly ConcurrentDictionary<int, Series> series = new();
    private long deadLetterTotal;
    private long sealedPosition;
    private volatile ImmutableHashSet<int> sealedDays = [];

    private SqliteCatalogue(string path, SqliteConnection connection, CatalogueOptions options)
    {
        (this.path, this.connection, this.options) = (path, connection, options);
        connection.Execute(CatalogueSchema.Additions);
        (tables, watermarks) = (new VehicleTables(connection), new WatermarkTable(connection));
        (runs, deadLetters, kept) = (new RunTable(connection), new DeadLetterTable(connection, options), new KeptTable(connection));
        Load();
    }

    /// <inheritdoc/>
    public IReadOnlyList<Vehicle> Vehicles => [.. vehicles.Values
        .Select(entry => entry.Vehicle)
        .OrderBy(vehicle => vehicle.Name.Organisation, StringComparer.Ordinal)
        .ThenBy(vehicle => vehicle.Name.Vehicle, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public IReadOnlyList<Run> Runs => runs.All;

    /// <inheritdoc/>
    public long DeadLetterTotal => Volatile.Read(ref deadLetterTotal);

    /// <inheritdoc/>
    public long SealedPosition => Volatile.Read(ref sealedPosition);

    /// <inheritdoc/>
    public IReadOnlySet<int> SealedDays => sealedDays;

    /// <inheritdoc/>
    public long ReservedPosition { get; private set; }

    /// <summary>Opens the database file, which is made when it is missing, and its folder too.</summary>
    /// <exception cref="StoreException">It cannot be opened, or a newer program wrote it.</exception>
    public static SqliteCatalogue Open(string path, CatalogueOptions? options = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        UnfinishedBackup.Refuse(folder);
        Folders.Create(folder);
        var connection = Database.Open(path, CatalogueSchema.Version, CatalogueSchema.Sql);
        return new SqliteCatalogue(path, connection, options ?? new CatalogueOptions());
    }

    /// <inheritdoc/>
    public Vehicle? FindVehicle(VehicleName name) => vehicles.GetValueOrDefault(name)?.Vehicle;

    /// <inheritdoc/>
    /// <exception cref="CatalogueException">There are as many vehicles as the options allow.</exception>
    public Vehicle AddVehicle(VehicleName name) => FindVehicle(name) ?? Write(() =>
    {
        if (FindVehicle(name) is { } found)
            return found;
        if (vehicles.Count >= options.MaximumVehicles)
            throw new CatalogueException($"vehicle {name}: there are {vehicles.Count} vehicles already, the limit");
        return tables.AddVehicle(name);
    }, vehicle => vehicles.TryAdd(vehicle.Name, new VehicleEntry(vehicle)));

    /// <inheritdoc/>
    public Session? FindSession(Vehicle vehicle, SessionId session) => Entry(vehicle).Sessions.GetValueOrDefault(session);

    /// <inheritdoc/>
    public IReadOnlyList<Session> Sessions(Vehicle vehicle) => [.. Entry(vehicle).Sessions.Values.OrderByDescending(session => session.Id)];

    /// <inheritdoc/>
    public Session Declare(Vehicle vehicle, SessionId session, IReadOnlyList<SignalDefinition> signals)
    {
        var entry = Entry(vehicle);
        if (FindSession(vehicle, session) is { } known && Declaration.IsKnown(known, signals))
            return known;
        return Write(
            () => Declaration.Store(entry, session, signals, options, tables), declared => declared.Publish(entry, series)).Session;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Series> Series(Vehicle vehicle) => Entry(vehicle).AllSeries();

    /// <inheritdoc/>
    public IReadOnlyList<Series> FindSeries(Vehicle vehicle, string signal) => Entry(vehicle).FindSeries(signal);

    /// <inheritdoc/>
    public int SeriesLeft(Vehicle vehicle) => Math.Max(options.MaximumSeriesPerVehicle - Entry(vehicle).SeriesCount, 0);

    /// <inheritdoc/>
    /// <exception cref="CatalogueException">The name is none, no vehicle is named or the description is too long.</exception>
    public bool AddRun(Run run)
    {
        if (!Names.IsName(run.Name, 128))
            throw new CatalogueException($"'{run.Name}' is no name for a run: 1 to 128 of A-Z a-z 0-9 . _ -");
        if (run.Vehicles.Count == 0)
            throw new CatalogueException($"run {run.Name}: no vehicle");
        if (run.Description.Length > options.MaximumRunDescriptionLength)
        {
            throw new CatalogueException(
                $"run {run.Name}: {run.Description.Length} characters, the limit is {options.MaximumRunDescriptionLength}");
        }
        return Write(() => runs.Add(run), runs.Remember) is not null;
    }

    /// <inheritdoc/>
    public Run? StopRun(string name, long stop) => Write(() => runs.Stop(name, stop), runs.Remember);

    /// <inheritdoc/>
    public Run? PinRun(string name, bool pinned) => Write(() => runs.Pin(name, pinned), runs.Remember);

    /// <inheritdoc/>
    public Run? FindRun(string name) => runs.Find(name);

    /// <inheritdoc/>
    public void AddDeadLetter(DeadLetter letter) => Write(() => deadLetters.Add(letter), total => deadLetterTotal = total);

    /// <inheritdoc/>
    public IReadOnlyList<DeadLetter> DeadLetters(string? vehicle, int limit)
    {
        lock (gate)
            return deadLetters.Newest(vehicle, limit);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<int, SequenceRanges> LoadWatermarks()
    {
        lock (gate)
            return watermarks.Load();
    }

    /// <inheritdoc/>
    public SequenceRanges LoadWatermark(int session)
    {
        lock (gate)
            return watermarks.Load(session);
    }

    /// <inheritdoc/>
    public void SaveWatermarks(long sealedPosition, IReadOnlyDictionary<int, SequenceRanges> sessions, IEnumerable<int> days)
    {
        Write(() =>
        {
            var added = days.ToArray();
            watermarks.Save(sealedPosition, sessions, added);
            return (Position: sealedPosition, Days: added);
        }, saved => (this.sealedPosition, sealedDays) = (saved.Position, sealedDays.Union(saved.Days)));
        // A log of many declarations would stay as large as it once was.
        lock (gate)
            connection.EmptyLog();
    }

    /// <inheritdoc/>
    public void ForgetDay(int day)
    {
        if (sealedDays.Contains(day))
        {
            Write(() =>
            {
                watermarks.ForgetDay(day);
                return day;
            }, gone => sealedDays = sealedDays.Remove(gone));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeptRow> LoadKept()
    {
        lock (gate)
            return kept.Load();
    }

    /// <inheritdoc/>
    public void ChangeKept(IReadOnlyList<KeptChange> changes) => Write(() =>
    {
        kept.Change(changes);
        return changes.Count;
    });

    /// <inheritdoc/>
    public void CopyTo(string path, SealedState state)
    {
        try
        {
            // Not under the lock: a reader of its own sees one state while others write.
            DatabaseCopy.Write(this.path, CatalogueSchema.Version, path, copy =>
            {
                using var table = new WatermarkTable(copy);
                table.Replace(state);
            });
        }
        catch (SqliteException exception)
        {
            throw new StoreException($"{path}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var table in new IDisposable[] { tables, watermarks, runs, deadLetters, kept })
                table.Dispose();
            connection.Dispose();
        }
    }

    private void Load()
    {
        foreach (var vehicle in tables.LoadVehicles())
            vehicles[vehicle.Name] = new VehicleEntry(vehicle);
        var byId = vehicles.Values.ToDictionary(entry => entry.Vehicle.Id, entry => entry.Vehicle);
        foreach (var loaded in tables.LoadSeries(byId))
        {
            series[loaded.Id] = loaded;
            vehicles[loaded.Vehicle.Name].Put(loaded);
        }
        foreach (var (id, vehicle, session) in tables.LoadSessions())
            vehicles[byId[vehicle].Name].Sessions[session] = new Session(id, byId[vehicle], session, LoadSignals);
        deadLetterTotal = deadLetters.LoadTotal();
        (sealedPosition, ReservedPosition) = watermarks.LoadPositions();
        sealedDays = [.. watermarks.LoadDays()];
    }

    private IEnumerable<KeyValuePair<uint, Series>> LoadSignals(Session session)
    {
        lock (gate)
            return tables.LoadSignals(session.Id).Select(row => KeyValuePair.Create(row.Signal, series[row.Series]));
    }

    private VehicleEntry Entry(Vehicle vehicle) =>
        vehicles.GetValueOrDefault(vehicle.Name)
        ?? throw new ArgumentException($"vehicle {vehicle.Name} is not of this catalogue", nameof(vehicle));

    // One transaction; memory changes only after it is durable.
    private T Write<T>(Func<T> change, Action<T>? publish = null)
    {
        lock (gate)
        {
            try
            {
                var result = connection.InTransaction(change);
                publish?.Invoke(result);
                return result;
            }
            catch (SqliteException exception)
            {
                throw new StoreUnavailableException($"catalog.db: {exception.Message}", exception);
            }
        }
    }
}
