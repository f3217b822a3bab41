namespace AutoValley.Storage;

/// <summary>The tables of <c>catalog.db</c>.</summary>
internal static class CatalogueSchema
{
    public const int Version = 2;

    /// <summary>What came to be within the version; older programs do not look at it.</summary>
    public const string Additions = "CREATE TABLE IF NOT EXISTS day (day INTEGER PRIMARY KEY)";

    public const string Sql = """
        CREATE TABLE organisation (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE vehicle (id INTEGER PRIMARY KEY, organisation INTEGER NOT NULL REFERENCES organisation, name TEXT NOT NULL,
            UNIQUE (organisation, name));
        CREATE TABLE series (id INTEGER PRIMARY KEY, vehicle INTEGER NOT NULL REFERENCES vehicle, name TEXT NOT NULL, type INTEGER NOT NULL,
            unit TEXT NOT NULL, description TEXT NOT NULL, UNIQUE (vehicle, name, type));
        CREATE TABLE session (id INTEGER PRIMARY KEY AUTOINCREMENT, vehicle INTEGER NOT NULL REFERENCES vehicle, uuid BLOB NOT NULL,
            UNIQUE (vehicle, uuid));
        CREATE TABLE signal (session INTEGER NOT NULL REFERENCES session, id INTEGER NOT NULL, series INTEGER NOT NULL REFERENCES series,
            PRIMARY KEY (session, id)) WITHOUT ROWID;
        CREATE TABLE watermark (session INTEGER PRIMARY KEY REFERENCES session, ranges BLOB NOT NULL);
        CREATE TABLE sealed (position INTEGER NOT NULL, reserved INTEGER NOT NULL);
        INSERT INTO sealed VALUES (0, 0);
        CREATE TABLE run (name TEXT PRIMARY KEY, vehicles TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER, description TEXT NOT NULL,
            origin TEXT NOT NULL, pinned INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE dead_letter (id INTEGER PRIMARY KEY AUTOINCREMENT, vehicle TEXT NOT NULL, topic TEXT NOT NULL, reason TEXT NOT NULL,
            detail TEXT NOT NULL, receive_time INTEGER NOT NULL, payload BLOB NOT NULL, payload_length INTEGER NOT NULL)
        """;
}
