namespace AutoValley.Storage.Sqlite;

/// <summary>Primary result codes of SQLite (sqlite.org/rescode.html) that are told apart here.</summary>
internal static class SqliteErrors
{
    /// <summary>SQLITE_CORRUPT: the file's structure is broken.</summary>
    public const int Corrupt = 11;

    /// <summary>SQLITE_CANTOPEN.</summary>
    public const int CannotOpen = 14;

    /// <summary>SQLITE_NOTADB: the file does not begin as a database does.</summary>
    public const int NotADatabase = 26;
}
