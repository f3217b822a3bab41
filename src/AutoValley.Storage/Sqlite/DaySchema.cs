namespace AutoValley.Storage.Sqlite;

/// <summary>The tables of <c>telemetry-YYYY-MM-DD.db</c>; FORMAT.md tells what they hold.</summary>
internal static class DaySchema
{
    public const int Version = 1;

    // What is searched stands before the blobs, which then are read only when they are asked for.
    public const string Sql = """
        CREATE TABLE chunk (id INTEGER PRIMARY KEY, series INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            session INTEGER NOT NULL, first_sequence INTEGER NOT NULL, last_sequence INTEGER NOT NULL, count INTEGER NOT NULL,
            statistics BLOB NOT NULL, columns BLOB NOT NULL);
        CREATE INDEX chunk_by_series ON chunk (series, last);
        CREATE TABLE sealed (position INTEGER NOT NULL, chunks INTEGER NOT NULL, samples INTEGER NOT NULL, bytes INTEGER NOT NULL);
        INSERT INTO sealed VALUES (0, 0, 0, 0)
        """;
}
