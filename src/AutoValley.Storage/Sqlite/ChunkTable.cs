using AutoValley.Storage.Reading;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Reads rows of <c>chunk</c>.</summary>
internal static class ChunkTable
{
    /// <summary>What <see cref="Read"/> takes, in its order.</summary>
    public const string Columns = "series, id, first, last, session, first_sequence, last_sequence, count, times, start, statistics, content, checksum, summary";

    /// <summary>A row; null when its check sum is another, and then the key tells what it says it is.</summary>
    public static (ChunkRow Key, ChunkRow? Row) Read(SqliteDataReader row)
    {
        var key = new ChunkRow(
            row.GetInt32(0), row.GetInt64(2), row.GetInt64(3), (ulong)row.GetInt64(5), new Rank(row.GetInt32(4), (ulong)row.GetInt64(6)), row.GetInt32(7))
        {
            Id = row.GetInt64(1),
            Times = row.GetInt64(8),
            Body = new BodyPlace(row.GetInt32(9), row.GetInt32(10), row.GetInt32(11), row.GetInt32(12)),
        };
        return (key, key.WithSummary(row.GetFieldValue<byte[]>(13)));
    }
}
