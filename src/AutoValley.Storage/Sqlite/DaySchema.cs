namespace AutoValley.Storage.Sqlite;

/// <summary>The tables of <c>telemetry-YYYY-MM-DD.db</c>; FORMAT.md tells what they hold.</summary>
internal static class DaySchema
{
    public const int Version = 2;

    /// <summary>What can be chosen only before the first table is made.</summary>
    public const string Layout = "PRAGMA page_size = 1024; PRAGMA auto_vacuum = INCREMENTAL";

    // Keys are never used again within a file: whoever holds one of a row that went finds nothing, and not another row.
    public const string Sql = """
        CREATE TABLE chunk (series INTEGER NOT NULL, first INTEGER NOT NULL, id INTEGER NOT NULL, last INTEGER NOT NULL,
            session INTEGER NOT NULL, first_sequence INTEGER NOT NULL, last_sequence INTEGER NOT NULL, count INTEGER NOT NULL,
            times INTEGER NOT NULL, start INTEGER NOT NULL, statistics INTEGER NOT NULL, content INTEGER NOT NULL,
            checksum INTEGER NOT NULL, summary BLOB NOT NULL, PRIMARY KEY (series, first, id)) WITHOUT ROWID;
        CREATE TABLE times (id INTEGER PRIMARY KEY AUTOINCREMENT, count INTEGER NOT NULL, checksum INTEGER NOT NULL,
            bounds BLOB NOT NULL, times BLOB NOT NULL);
        CREATE TABLE body (id INTEGER PRIMARY KEY AUTOINCREMENT, parts BLOB NOT NULL);
        CREATE TABLE replaced (body INTEGER, times INTEGER);
        CREATE TABLE sealed (position INTEGER NOT NULL, chunks INTEGER NOT NULL, samples INTEGER NOT NULL, bytes INTEGER NOT NULL,
            merged INTEGER NOT NULL);
        INSERT INTO sealed VALUES (0, 0, 0, 0, 0)
        """;
}
