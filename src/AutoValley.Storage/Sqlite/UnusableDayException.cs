using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>A day's file cannot be written, and waiting does not help.</summary>
internal sealed class UnusableDayException(int day, Exception reason) : Exception(reason.Message, reason)
{
    private const int Permission = 3;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Numbered from 1970-01-01.</summary>
    public int Day { get; } = day;

    /// <summary>Whether it can be read all the same.</summary>
    public bool IsProtected => CodeOf(InnerException) is Permission or ReadOnly;

    /// <summary>
    /// Whether it is the file: damaged, protected, or of another schema. A disk that is full or fails (SQLITE_FULL, SQLITE_IOERR), too few
    /// file handles (SQLITE_CANTOPEN) and a lock are not: they pass, and the file is good.
    /// </summary>
    public static bool IsReason(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is Permission or ReadOnly or Corrupt or NotADatabase,
        // From opening: what SQLite said, or else another schema.
        StoreException { InnerException: { } inner } => IsReason(inner),
        StoreException => true,
        _ => false,
    };

    private static int? CodeOf(Exception? exception) => (exception as SqliteException ?? exception?.InnerException as SqliteException)?.SqliteErrorCode;
}
