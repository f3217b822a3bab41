using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Opens the house's databases: write-ahead log, every commit synced, schema version in <c>user_version</c>.</summary>
internal static class Database
{
    // Commands wait by themselves while another connection opens or closes the log; parts of blobs are read past them.
    private const string Patience = "PRAGMA busy_timeout = 30000";

    /// <summary>Opens a database and makes its tables when it is new.</summary>
    /// <param name="path">Of its file.</param>
    /// <param name="version">Of its schema.</param>
    /// <param name="schema">Makes its tables.</param>
    /// <param name="layout">Statements that choose what cannot be changed once there is a table.</param>
    /// <param name="steps">Statements that bring an older schema to the next version each, the last one to <paramref name="version"/>.</param>
    /// <exception cref="StoreException">It cannot be opened, or its schema is another.</exception>
    public static SqliteConnection Open(string path, int version, string schema, string layout = "", params IReadOnlyList<string> steps)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        return Checked(path, connection, () =>
        {
            connection.Execute($"{Patience}; {layout}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304;");
            CheckVersion(path, connection, version - steps.Count, version);
            connection.InTransaction(() =>
            {
                var found = (int)Version(connection);
                if (found == 0)
                    connection.Execute($"{schema}; PRAGMA user_version = {version};");
                else if (found < version)
                    connection.Execute($"{string.Join("; ", steps.TakeLast(version - found))}; PRAGMA user_version = {version};");
                return version;
            });
        });
    }

    /// <summary>Opens a database that is there for reading; null when it has no tables yet.</summary>
    /// <param name="path">Of its file.</param>
    /// <param name="version">Of its schema.</param>
    /// <param name="oldest">Of the schemas that the reader understands too; null for this one alone.</param>
    /// <exception cref="StoreException">As <see cref="Open"/>.</exception>
    public static SqliteConnection? OpenReader(string path, int version, int? oldest = null)
    {
        // A reader of a write-ahead log shares its index file, so that it cannot be opened read-only.
        var connection = Connect(path, SqliteOpenMode.ReadWrite);
        Checked(path, connection, () =>
        {
            connection.Execute(Patience);
            CheckVersion(path, connection, oldest ?? version, version);
            connection.Execute("PRAGMA query_only = ON;");
        });
        if (Version(connection) > 0)
            return connection;
        connection.Dispose();
        return null;
    }

    /// <summary>Runs statements that give no rows.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Does the work in one transaction that writes. (SqliteTransaction would have to be set on each prepared command.)</summary>
    public static T InTransaction<T>(this SqliteConnection connection, Func<T> work)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var result = work();
            connection.Execute("COMMIT");
            return result;
        }
        catch
        {
            connection.RollBack();
            throw;
        }
    }

    /// <summary>
    /// Writes the log back into the database and empties it, as far as nobody reads there; a log that is left is emptied another time. What is committed
    /// is durable before and after.
    /// </summary>
    public static void EmptyLog(this SqliteConnection connection)
    {
        try
        {
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // A full disk, say: whoever writes next will meet it, and has a use for the message.
        }
    }

    /// <summary>Ends a transaction without its changes, if SQLite did not do so itself (as it does when the disk is full).</summary>
    public static void RollBack(this SqliteConnection connection)
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            connection.Execute("ROLLBACK");
    }

    /// <summary>All rows of a query, read at once.</summary>
    public static List<T> Rows<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.Rows(read);
    }

    /// <summary>All rows of a command with its values, read at once.</summary>
    public static List<T> Rows<T>(this SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using var rows = command.ExecuteReader();
        List<T> found = [];
        while (rows.Read())
            found.Add(read(rows));
        return found;
    }

    /// <summary>A command with its parameters in order, <c>$1</c> first. Set their values and run it as often as needed.</summary>
    public static SqliteCommand Prepare(this SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var index = 1; index <= parameters; index++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${index}" });
        return command;
    }

    /// <summary>Sets the values of a prepared command's parameters.</summary>
    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        return command;
    }

    /// <summary>The key of the row that was inserted last.</summary>
    public static long LastId(this SqliteConnection connection) => SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle);

    /// <summary>Part of a blob, without reading the rest; null when the row is not there or ends before.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static byte[]? ReadBlob(this SqliteConnection connection, string table, string column, long row, int start, int length)
    {
        var result = SQLitePCL.raw.sqlite3_blob_open(connection.Handle, "main", table, column, row, 0, out var blob);
        using (blob)
        {
            // SQLite has one code for all that is not there.
            if (result == SQLitePCL.raw.SQLITE_ERROR)
                return null;
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
            if (start < 0 || length < 0 || start > SQLitePCL.raw.sqlite3_blob_bytes(blob) - length)
                return null;
            var bytes = GC.AllocateUninitializedArray<byte>(length);
            SqliteException.ThrowExceptionForRC(SQLitePCL.raw.sqlite3_blob_read(blob, bytes, start), connection.Handle);
            return bytes;
        }
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode) =>
        new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());

    private static SqliteConnection Checked(string path, SqliteConnection connection, Action prepare)
    {
        try
        {
            connection.Open();
            prepare();
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new StoreException($"{path}: {exception.Message}", exception);
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void CheckVersion(string path, SqliteConnection connection, int oldest, int known)
    {
        var found = Version(connection);
        if (found > known)
            throw new StoreException($"{path}: schema version {found} is newer than this program, which knows up to {known}");
        if (found > 0 && found < oldest)
            throw new StoreException($"{path}: schema version {found} is of an older program; this one reads {(oldest < known ? $"{oldest} to {known}" : $"{known} alone")}");
    }

    private static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }
}
