using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage;

/// <summary>Organisations, vehicles, series, sessions and signals in <c>catalog.db</c>. Used under the catalogue's lock.</summary>
internal sealed class VehicleTables(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand addOrganisation = connection.Prepare(
        "INSERT INTO organisation (name) VALUES ($1) ON CONFLICT DO NOTHING", 1);
    private readonly SqliteCommand addVehicle = connection.Prepare(
        "INSERT INTO vehicle (organisation, name) SELECT id, $2 FROM organisation WHERE name = $1 RETURNING id", 2);
    private readonly SqliteCommand addSession = connection.Prepare("INSERT INTO session (vehicle, uuid) VALUES ($1, $2) RETURNING id", 2);
    private readonly SqliteCommand addSeries = connection.Prepare(
        "INSERT INTO series (vehicle, name, type, unit, description) VALUES ($1, $2, $3, $4, $5) RETURNING id", 5);
    private readonly SqliteCommand describe = connection.Prepare("UPDATE series SET unit = $2, description = $3 WHERE id = $1", 3);
    private readonly SqliteCommand addSignal = connection.Prepare("INSERT INTO signal VALUES ($1, $2, $3)", 3);
    private readonly SqliteCommand signals = connection.Prepare("SELECT id, series FROM signal WHERE session = $1", 1);

    public Vehicle AddVehicle(VehicleName name)
    {
        addOrganisation.With(name.Organisation).ExecuteNonQuery();
        return new Vehicle(Id(addVehicle.With(name.Organisation, name.Vehicle)), name);
    }

    public int AddSession(Vehicle vehicle, SessionId session) => Id(addSession.With(vehicle.Id, session.ToByteArray()));

    public Series AddSeries(Vehicle vehicle, SignalDefinition signal) => new(
        Id(addSeries.With(vehicle.Id, signal.Name, (int)signal.Type, signal.Unit, signal.Description)),
        vehicle, signal.Name, signal.Type, signal.Unit, signal.Description);

    public void Describe(Series series) => describe.With(series.Id, series.Unit, series.Description).ExecuteNonQuery();

    public void AddSignal(int session, uint signal, Series series) => addSignal.With(session, (long)signal, series.Id).ExecuteNonQuery();

    public IEnumerable<Vehicle> LoadVehicles() => connection.Rows(
        "SELECT vehicle.id, organisation.name, vehicle.name FROM vehicle JOIN organisation ON organisation.id = organisation",
        row => new Vehicle(row.GetInt32(0), new VehicleName(row.GetString(1), row.GetString(2))));

    public IEnumerable<Series> LoadSeries(IReadOnlyDictionary<int, Vehicle> vehicles) => connection.Rows(
        "SELECT id, vehicle, name, type, unit, description FROM series",
        row => new Series(
            row.GetInt32(0), vehicles[row.GetInt32(1)], row.GetString(2), (SignalType)row.GetByte(3), row.GetString(4), row.GetString(5)));

    public IEnumerable<(int Id, int Vehicle, SessionId Session)> LoadSessions() => connection.Rows(
        "SELECT id, vehicle, uuid FROM session",
        row => (row.GetInt32(0), row.GetInt32(1), SessionId.TryRead(row.GetFieldValue<byte[]>(2), out var session) ? session : default));

    public List<(uint Signal, int Series)> LoadSignals(int session)
    {
        using var rows = signals.With(session).ExecuteReader();
        List<(uint, int)> found = [];
        while (rows.Read())
            found.Add(((uint)rows.GetInt64(0), rows.GetInt32(1)));
        return found;
    }

    public void Dispose()
    {
        foreach (var command in new[] { addOrganisation, addVehicle, addSession, addSeries, describe, addSignal, signals })
            command.Dispose();
    }

    private static int Id(SqliteCommand command) => checked((int)(long)command.ExecuteScalar()!);
}
