namespace AutoValley.Storage.Site;

/// <summary>The tables of <c>site.db</c>; what they hold says FORMAT.md.</summary>
internal static class SiteSchema
{
    public const int Version = 4;

    /// <summary>From version 2 to 3, and so on: older databases are brought along when they are opened.</summary>
    public static readonly string[] Steps =
    [
        "ALTER TABLE alarm ADD COLUMN worst REAL; ALTER TABLE alarm ADD COLUMN latest REAL",
        RetentionTable,
    ];

    private const string RetentionTable = "CREATE TABLE retention (kind TEXT PRIMARY KEY, kept_from INTEGER NOT NULL) WITHOUT ROWID";

    /// <summary>The oldest version that can be read or brought along.</summary>
    public static int Oldest => Version - Steps.Length;

    public const string Sql = $"""
        CREATE TABLE map (version INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, geo_reference TEXT NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL,
            format TEXT NOT NULL, zones INTEGER NOT NULL, routes INTEGER NOT NULL, placed INTEGER NOT NULL, remarks TEXT NOT NULL,
            person TEXT NOT NULL, time INTEGER NOT NULL, note TEXT NOT NULL, content BLOB NOT NULL, UNIQUE (sha256, geo_reference));
        CREATE TABLE activation (id INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER NOT NULL REFERENCES map, time INTEGER NOT NULL);
        CREATE TABLE vehicle (name TEXT PRIMARY KEY, kind TEXT NOT NULL, length REAL NOT NULL, width REAL NOT NULL, ahead REAL NOT NULL) WITHOUT ROWID;
        CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, person TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, note TEXT NOT NULL);
        CREATE INDEX audit_subject ON audit (subject, id);
        CREATE TABLE visit (vehicle TEXT NOT NULL, zone TEXT NOT NULL, enter INTEGER NOT NULL, last INTEGER NOT NULL, leave INTEGER, samples INTEGER NOT NULL,
            late INTEGER NOT NULL, map INTEGER NOT NULL REFERENCES map,
            length_class INTEGER NOT NULL AS ({LengthClass.OfVisit}), PRIMARY KEY (vehicle, zone, enter, map)) WITHOUT ROWID;
        CREATE INDEX visit_time ON visit (length_class, enter, vehicle, zone, map);
        CREATE INDEX visit_vehicle ON visit (vehicle, length_class, enter, zone, map);
        CREATE TABLE alarm (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, severity INTEGER NOT NULL, state INTEGER NOT NULL, holding INTEGER NOT NULL,
            zone TEXT, vehicle TEXT, other TEXT, since INTEGER NOT NULL, raised_at INTEGER NOT NULL, times_raised INTEGER NOT NULL, value REAL, value_limit REAL,
            organisations TEXT NOT NULL, shelved_until INTEGER, shelved_by TEXT NOT NULL, shelved_for TEXT NOT NULL,
            worst REAL, latest REAL);
        CREATE INDEX alarm_open ON alarm (id) WHERE state <> 6;
        CREATE INDEX alarm_closed ON alarm (raised_at) WHERE state = 6;
        CREATE INDEX alarm_zone ON alarm (zone, id);
        CREATE INDEX alarm_vehicle ON alarm (vehicle, id);
        CREATE INDEX alarm_other ON alarm (other, id) WHERE other IS NOT NULL;
        CREATE INDEX alarm_kind ON alarm (kind, id);
        CREATE TABLE alarm_organisation (organisation TEXT NOT NULL, alarm INTEGER NOT NULL, PRIMARY KEY (organisation, alarm)) WITHOUT ROWID;
        CREATE INDEX alarm_organisation_alarm ON alarm_organisation (alarm);
        CREATE TABLE alarm_transition (version INTEGER PRIMARY KEY, alarm INTEGER NOT NULL REFERENCES alarm, action INTEGER NOT NULL, state INTEGER NOT NULL,
            time INTEGER NOT NULL, person TEXT NOT NULL, note TEXT NOT NULL);
        CREATE INDEX alarm_transition_alarm ON alarm_transition (alarm, version);
        CREATE TABLE booking (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, organisation TEXT NOT NULL, from_time INTEGER NOT NULL, to_time INTEGER NOT NULL,
            zones TEXT NOT NULL, vehicles TEXT NOT NULL, exclusive INTEGER NOT NULL, purpose TEXT NOT NULL, cancelled_at INTEGER,
            length_class INTEGER NOT NULL AS ({LengthClass.OfBooking}));
        CREATE INDEX booking_time ON booking (length_class, from_time, id);
        CREATE INDEX booking_organisation ON booking (organisation, length_class, from_time, id);
        CREATE TABLE checkpoint (position INTEGER NOT NULL, state BLOB NOT NULL);
        {RetentionTable}
        """;
}
