using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Whether a database's pages fit together, by SQLite's own word.</summary>
internal static class DatabaseStructure
{
    private const int MaximumProblems = 20;

    /// <summary>What does not fit, in its words; empty when all does.</summary>
    /// <exception cref="SqliteException">It is too damaged to tell.</exception>
    public static List<string> Problems(SqliteConnection connection) =>
    [
        .. connection.Rows($"PRAGMA quick_check({MaximumProblems})", row => row.GetString(0))
            .Where(line => line != "ok").Select(line => $"structure: {line.ReplaceLineEndings(" ")}"),
    ];
}
