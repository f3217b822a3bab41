using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>Alarms as they are, and every transition there ever was.</summary>
public sealed class AlarmTable : IDisposable
{
    private const string Columns =
        "kind, severity, state, holding, zone, vehicle, other, since, raised_at, times_raised, value, value_limit, organisations, shelved_until, shelved_by, shelved_for, worst, latest";

    private readonly SiteConnection site;
    private readonly SqliteCommand put;
    private readonly SqliteCommand add;
    private readonly SqliteCommand concern;
    private readonly SqliteCommand old;
    private readonly SqliteCommand[] remove;

    internal AlarmTable(SiteConnection site)
    {
        this.site = site;
        put = site.Connection.Prepare($"INSERT OR REPLACE INTO alarm (id, {Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)", 19);
        add = site.Connection.Prepare("INSERT INTO alarm_transition (version, alarm, action, state, time, person, note) VALUES ($1, $2, $3, $4, $5, $6, $7)", 7);
        concern = site.Connection.Prepare("INSERT OR IGNORE INTO alarm_organisation (organisation, alarm) VALUES ($1, $2)", 2);
        // The newest alarm and the newest transition stay, as ids and versions go on from them.
        old = site.Connection.Prepare(
            $"SELECT id FROM alarm WHERE state = {StoredAlarm.Closed} AND raised_at < $1 AND (SELECT max(time) FROM alarm_transition WHERE alarm = alarm.id) < $1 "
            + "AND id < (SELECT max(id) FROM alarm) AND id <> (SELECT alarm FROM alarm_transition ORDER BY version DESC LIMIT 1) ORDER BY raised_at LIMIT $2", 2);
        remove =
        [
            site.Connection.Prepare("DELETE FROM alarm_transition WHERE alarm = $1", 1),
            site.Connection.Prepare("DELETE FROM alarm_organisation WHERE alarm = $1", 1),
            site.Connection.Prepare("DELETE FROM alarm WHERE id = $1", 1),
        ];
    }

    /// <summary>The version of the newest transition; 0 before the first.</summary>
    public long Version => site.Read(connection => connection.Rows("SELECT coalesce(max(version), 0) FROM alarm_transition", row => row.GetInt64(0)).Single());

    /// <summary>The last id that was given; 0 before the first.</summary>
    public long LastId => site.Read(connection => connection.Rows("SELECT coalesce(max(id), 0) FROM alarm", row => row.GetInt64(0)).Single());

    /// <summary>Stores transitions and the alarms as they are after them, all or nothing.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be stored.</exception>
    public void Put(IEnumerable<(StoredAlarm Alarm, StoredAlarmTransition Transition)> changes) => site.Write(() =>
    {
        foreach (var (alarm, step) in changes)
        {
            put.With(
                alarm.Id, alarm.Kind, alarm.Severity, alarm.State, alarm.IsHolding, alarm.Zone, alarm.Vehicle, alarm.Other, alarm.Since, alarm.RaisedAt,
                alarm.TimesRaised, alarm.Value, alarm.Limit, $" {string.Join(' ', alarm.Organisations)} ", alarm.ShelvedUntil, alarm.ShelvedBy, alarm.ShelvedFor,
                alarm.Worst, alarm.Latest).ExecuteNonQuery();
            foreach (var organisation in alarm.Organisations)
                concern.With(organisation, alarm.Id).ExecuteNonQuery();
            add.With(step.Version, step.Alarm, step.Action, step.State, step.Time, step.Person, step.Note).ExecuteNonQuery();
        }
        return true;
    });

    /// <summary>Takes away alarms that were closed before a time, with their transitions.</summary>
    /// <param name="time">Unix nanoseconds.</param>
    /// <param name="most">At most so many.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public int RemoveClosedBefore(long time, int most) => site.Write(() =>
    {
        var closed = old.With(time, most).Rows(row => row.GetInt64(0));
        foreach (var (alarm, command) in closed.SelectMany(_ => remove, (alarm, command) => (alarm, command)))
            command.With(alarm).ExecuteNonQuery();
        return closed.Count;
    });

    /// <summary>Alarms, newest first.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public IReadOnlyList<StoredAlarm> Find(AlarmQuestion question) => site.Read(connection =>
    {
        using var command = Command(connection, question);
        using var newest = connection.Prepare(
            "SELECT version, alarm, action, state, time, person, note FROM alarm_transition WHERE alarm = $1 ORDER BY version DESC LIMIT $2", 2);
        return (IReadOnlyList<StoredAlarm>)[.. command.Rows(Alarm).Select(alarm => alarm with { Transitions = Transitions(newest, alarm.Id, question.Transitions) })];
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in remove.Concat([put, add, concern, old]))
            command.Dispose();
    }

    /// <summary>The question in SQL.</summary>
    internal static SqliteCommand Command(SqliteConnection connection, AlarmQuestion question)
    {
        var search = new SearchText();
        search.And($"id < {search.Parameter(question.Before)}");
        if (question.OpenOnly)
            search.And($"state <> {StoredAlarm.Closed}");
        if (question.ClosedOnly)
            search.And($"state = {StoredAlarm.Closed}");
        if (question.Kinds.Count > 0)
            search.And($"kind IN ({string.Join(", ", question.Kinds.Select(kind => search.Parameter(kind)))})");
        if (question.Zone.Length > 0)
            search.And($"zone = {search.Parameter(question.Zone)}");
        if (question.Organisation.Length > 0)
            search.And($"organisation = {search.Parameter(question.Organisation)} AND alarm < {search.Parameter(question.Before)}");
        var vehicle = question.Vehicle.Length > 0 ? search.Parameter(question.Vehicle) : "";
        string[] each = vehicle.Length > 0 ? [$"vehicle = {vehicle}", $"other = {vehicle} AND vehicle IS NOT {vehicle}"] : [];
        // The organisation's alarms are in the order of their ids; the name says so to who would sort them.
        var (id, from) = question.Organisation.Length > 0 ? ("alarm AS id", "alarm_organisation CROSS JOIN alarm ON id = alarm") : ("id", "alarm");
        return search.Command(connection, $"SELECT {id}, {Columns} FROM {from}", $"ORDER BY id DESC LIMIT {search.Parameter(question.Limit)}", each);
    }

    private static IReadOnlyList<StoredAlarmTransition> Transitions(SqliteCommand newest, long alarm, int limit) =>
    [
        .. newest.With(alarm, limit).Rows(row => new StoredAlarmTransition(
            row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.GetString(5), row.GetString(6))).AsEnumerable().Reverse(),
    ];

    private static StoredAlarm Alarm(SqliteDataReader row) => new(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3))
    {
        IsHolding = row.GetBoolean(4), Zone = Text(row, 5), Vehicle = Text(row, 6), Other = Text(row, 7), Since = row.GetInt64(8), RaisedAt = row.GetInt64(9),
        TimesRaised = row.GetInt32(10), Value = Number(row, 11), Limit = Number(row, 12),
        Organisations = row.GetString(13).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ShelvedUntil = row.IsDBNull(14) ? null : row.GetInt64(14), ShelvedBy = row.GetString(15), ShelvedFor = row.GetString(16), Worst = Number(row, 17), Latest = Number(row, 18),
    };

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static double? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
