using Microsoft.Data.Sqlite;

namespace AutoValley.Benchmarks.Reading;

/// <summary>What the bytes of day files are for.</summary>
internal static class DayFileSizes
{
    private static readonly (string What, string Query)[] Parts =
    [
        ("values", "SELECT sum(content) FROM chunk"),
        ("statistics of vectors", "SELECT sum(statistics) FROM chunk"),
        ("times", "SELECT sum(length(bounds) + length(times)) FROM times"),
        ("directory", "SELECT sum(length(summary) + 50) FROM chunk"),
        ("free pages", "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size"),
    ];

    public static async Task PrintAsync(string folder, string state, long samples, TextWriter output)
    {
        var (total, sums, chunks) = (0L, new long[Parts.Length], 0L);
        foreach (var path in Directory.EnumerateFiles(folder, "telemetry-*.db"))
        {
            using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
            Ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            for (var index = 0; index < Parts.Length; index++)
                sums[index] += Ask(connection, Parts[index].Query);
            chunks += Ask(connection, "SELECT count(*) FROM chunk");
            total += new FileInfo(path).Length;
        }
        await output.WriteLineAsync($"{state}: {total / (double)samples:F4} B a sample in files; {chunks:N0} chunks of {samples / Math.Max(1, chunks):N0}");
        for (var index = 0; index < Parts.Length; index++)
            await output.WriteLineAsync($"  {Parts[index].What,-24} {sums[index] / (double)samples:F4}");
        await output.WriteLineAsync($"  {"pages and rows",-24} {(total - sums.Sum()) / (double)samples:F4}");
    }

    private static long Ask(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar() is long number ? number : 0;
    }
}
