namespace AutoValley.Storage.Site;

/// <summary>The tables of <c>site.db</c>.</summary>
internal static class SiteSchema
{
    public const int Version = 1;

    public const string Sql = """
        CREATE TABLE map (version INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, geo_reference TEXT NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL,
            format TEXT NOT NULL, zones INTEGER NOT NULL, routes INTEGER NOT NULL, placed INTEGER NOT NULL, remarks TEXT NOT NULL,
            person TEXT NOT NULL, time INTEGER NOT NULL, note TEXT NOT NULL, content BLOB NOT NULL, UNIQUE (sha256, geo_reference));
        CREATE TABLE active_map (version INTEGER NOT NULL REFERENCES map);
        CREATE TABLE vehicle (name TEXT PRIMARY KEY, kind TEXT NOT NULL, length REAL NOT NULL, width REAL NOT NULL, ahead REAL NOT NULL) WITHOUT ROWID;
        CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, person TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, note TEXT NOT NULL);
        CREATE TABLE visit (vehicle TEXT NOT NULL, zone TEXT NOT NULL, enter INTEGER NOT NULL, leave INTEGER, samples INTEGER NOT NULL,
            late INTEGER NOT NULL, map INTEGER NOT NULL REFERENCES map, PRIMARY KEY (vehicle, zone, enter, map)) WITHOUT ROWID;
        CREATE INDEX visit_enter ON visit (enter, vehicle, zone);
        CREATE TABLE checkpoint (position INTEGER NOT NULL, state BLOB NOT NULL)
        """;
}
