using System.Collections.Concurrent;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage;

/// <summary>Runs in <c>catalog.db</c> and in memory. Changed under the catalogue's lock.</summary>
internal sealed class RunTable(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand add = connection.Prepare("INSERT INTO run VALUES ($1, $2, $3, $4, $5, $6, $7)", 7);
    private readonly SqliteCommand stop = connection.Prepare("UPDATE run SET stop = $2 WHERE name = $1", 2);
    private readonly SqliteCommand pin = connection.Prepare("UPDATE run SET pinned = $2 WHERE name = $1", 2);
    private readonly ConcurrentDictionary<string, Run> runs = new(Load(connection), StringComparer.Ordinal);

    /// <summary>By start, newest first.</summary>
    public IReadOnlyList<Run> All => [.. runs.Values.OrderByDescending(run => run.Start).ThenBy(run => run.Name, StringComparer.Ordinal)];

    public Run? Find(string name) => runs.GetValueOrDefault(name);

    /// <summary>Stores a new run; null when there is one of its name. It is found once it is remembered.</summary>
    public Run? Add(Run run)
    {
        if (runs.ContainsKey(run.Name))
            return null;
        // No vehicle's name has a space.
        add.With(run.Name, string.Join(' ', run.Vehicles), run.Start, run.Stop, run.Description, run.Origin, run.Pinned).ExecuteNonQuery();
        return run;
    }

    /// <summary>Stores the stop of an open run; null when there is none. It counts once it is remembered.</summary>
    public Run? Stop(string name, long time)
    {
        if (Find(name) is not { Stop: null } open)
            return null;
        stop.With(name, time).ExecuteNonQuery();
        return open with { Stop = time };
    }

    /// <summary>Stores whether a run is pinned; null when there is none. It counts once it is remembered.</summary>
    public Run? Pin(string name, bool pinned)
    {
        if (Find(name) is not { } run)
            return null;
        pin.With(name, pinned).ExecuteNonQuery();
        return run with { Pinned = pinned };
    }

    /// <summary>Takes a stored run into memory.</summary>
    public void Remember(Run? stored)
    {
        if (stored is not null)
            runs[stored.Name] = stored;
    }

    public void Dispose()
    {
        foreach (var command in new[] { add, stop, pin })
            command.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, Run>> Load(SqliteConnection connection) => connection
        .Rows("SELECT name, vehicles, start, stop, description, origin, pinned FROM run", row => new Run(
            row.GetString(0), [.. row.GetString(1).Split(' ').Select(Vehicle)], row.GetInt64(2),
            row.IsDBNull(3) ? null : row.GetInt64(3), row.GetString(4), row.GetString(5))
        {
            Pinned = row.GetBoolean(6),
        })
        .Select(run => KeyValuePair.Create(run.Name, run));

    private static VehicleName Vehicle(string text) =>
        VehicleName.TryParse(text, out var name) ? name : throw new StoreException($"catalog.db: a run names the vehicle '{text}'");
}
