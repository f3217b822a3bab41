using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage;

/// <summary>Dead letters in <c>catalog.db</c>: ids count all that ever were, rows are bounded. Used under the catalogue's lock.</summary>
internal sealed class DeadLetterTable(SqliteConnection connection, CatalogueOptions options) : IDisposable
{
    private const string Columns = "id, vehicle, topic, reason, detail, receive_time, payload, payload_length";

    private readonly SqliteCommand add = connection.Prepare(
        "INSERT INTO dead_letter (vehicle, topic, reason, detail, receive_time, payload, payload_length) "
        + "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id", 7);
    private readonly SqliteCommand drop = connection.Prepare("DELETE FROM dead_letter WHERE id <= $1", 1);
    private readonly SqliteCommand newest = connection.Prepare($"SELECT {Columns} FROM dead_letter ORDER BY id DESC LIMIT $1", 1);
    private readonly SqliteCommand newestOf = connection.Prepare(
        $"SELECT {Columns} FROM dead_letter WHERE vehicle = $2 ORDER BY id DESC LIMIT $1", 2);

    /// <summary>The highest id that was ever given.</summary>
    public long LoadTotal() => connection
        .Rows("SELECT seq FROM sqlite_sequence WHERE name = 'dead_letter'", row => row.GetInt64(0)).SingleOrDefault();

    /// <returns>Its id.</returns>
    public long Add(DeadLetter letter)
    {
        var payload = letter.Payload[..Math.Min(letter.Payload.Length, options.MaximumDeadLetterBytes)].ToArray();
        var id = (long)add.With(
            letter.Vehicle, letter.Topic, letter.Reason, letter.Detail, letter.ReceiveTime, payload, letter.PayloadLength).ExecuteScalar()!;
        drop.With(id - options.MaximumDeadLetters).ExecuteNonQuery();
        return id;
    }

    public List<DeadLetter> Newest(string? vehicle, int limit)
    {
        using var rows = (vehicle is null ? newest.With(limit) : newestOf.With(limit, vehicle)).ExecuteReader();
        List<DeadLetter> letters = [];
        while (rows.Read())
        {
            letters.Add(new DeadLetter(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4),
                rows.GetInt64(5), rows.GetFieldValue<byte[]>(6), rows.GetInt64(7)));
        }
        return letters;
    }

    public void Dispose()
    {
        foreach (var command in new[] { add, drop, newest, newestOf })
            command.Dispose();
    }
}
