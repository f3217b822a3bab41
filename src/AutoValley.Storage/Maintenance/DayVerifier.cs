using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Maintenance;

/// <summary>Verifies one day: its pages, every row of its directory with its columns, rows that belong to nothing, its totals.</summary>
internal sealed class DayVerifier(MaintenanceParts parts, VerifyCounts counts, int day, CancellationToken cancellation)
{
    // Of a transaction; about a million samples.
    private const int ChunksAtATime = 32;

    private const string Rows =
        $"SELECT {ChunkTable.Columns} FROM chunk WHERE (series, first, id) > ($1, $2, $3)";

    private readonly string path = parts.Days.PathOf(day);
    private readonly ChunkVerifier chunks = new(parts.Catalogue, day);

    public IEnumerable<VerifyStep> Steps()
    {
        yield return counts.Begin(Path.GetFileName(path));
        var problems = new List<string>();
        using var connection = Try(() => Database.OpenReader(path, DaySchema.Version), problems);
        if (connection is not null)
            problems.AddRange(Try(() => DatabaseStructure.Problems(connection), problems) ?? []);
        if (!File.Exists(path))
        {
            // Retention, which forgets it before, leaves no damage.
            if (parts.Days.IsSealed(day))
                yield return counts.Found("is gone, although samples were sealed into it");
            yield break;
        }
        if (connection is null && problems.Count == 0 && parts.Days.IsSealed(day))
            problems.Add("is empty, although samples were sealed into it");
        foreach (var problem in problems)
            yield return counts.Found(problem);
        if (connection is not null)
        {
            foreach (var step in Chunks(connection).Concat(Remains(connection)))
                yield return step;
        }
        yield return counts.End();
    }

    private IEnumerable<VerifyStep> Chunks(SqliteConnection connection)
    {
        var all = new ChunkPages(connection, $"{Rows} ORDER BY series, first, id LIMIT $4", ChunksAtATime);
        foreach (var step in Chunks(connection, all))
            yield return step;
        if (all.Failure.Length == 0)
            yield break;
        yield return counts.Found($"the directory cannot be read after series {all.LastSeries}: {all.Failure}");
        // What lies behind the damage is sought series by series.
        foreach (var series in chunks.KnownSeries.Where(id => id > all.LastSeries).Order())
        {
            var one = new ChunkPages(connection, $"{Rows} AND series = {series} ORDER BY first, id LIMIT $4", ChunksAtATime);
            foreach (var step in Chunks(connection, one))
                yield return step;
            if (one.Failure.Length > 0)
                yield return counts.Found(chunks.Unreadable(series, one.Failure));
        }
    }

    private IEnumerable<VerifyStep> Chunks(SqliteConnection connection, ChunkPages pages)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            // One transaction: what the rows point at stays as long.
            connection.Execute("BEGIN");
            List<Finding> found = [];
            try
            {
                var rows = pages.Next();
                if (rows.Count == 0)
                    yield break;
                found.AddRange(chunks.Verify(connection, rows));
                counts.Chunks += rows.Count;
                counts.Samples += chunks.TakeSamples();
            }
            finally
            {
                connection.RollBack();
            }
            foreach (var finding in found)
                yield return counts.Found(finding);
            yield return counts.Progress();
        }
    }

    private List<VerifyStep> Remains(SqliteConnection connection)
    {
        List<string> problems = [];
        var found = Try(() => connection.Rows(
            """
            SELECT
                (SELECT count(*) FROM body WHERE id NOT IN (SELECT id / 100000 FROM chunk UNION ALL SELECT ifnull(body, 0) FROM replaced)),
                (SELECT count(*) FROM times WHERE id NOT IN (SELECT times FROM chunk UNION ALL SELECT ifnull(times, 0) FROM replaced)),
                (SELECT count(*) FROM chunk) - chunks, (SELECT total(count) FROM chunk) - samples FROM sealed
            """,
            row => (Bodies: row.GetInt64(0), Times: row.GetInt64(1), Chunks: row.GetInt64(2), Samples: (long)row.GetDouble(3))), problems);
        foreach (var (bodies, times, chunkCount, samples) in found ?? [])
        {
            if (bodies > 0)
                problems.Add($"{bodies} rows of values are of no chunk");
            if (times > 0)
                problems.Add($"{times} rows of times are of no chunk");
            if (chunkCount != 0 || samples != 0)
                problems.Add($"there are {chunkCount:+0;-0;0} chunks and {samples:+0;-0;0} samples against its totals");
        }
        return problems.ConvertAll(counts.Found);
    }

    private static T? Try<T>(Func<T?> work, List<string> problems)
        where T : class
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is SqliteException or StoreException)
        {
            problems.Add(exception.Message);
            return null;
        }
    }
}
