using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Maintenance;

/// <summary>Adds up what the days and series of a store take; a day that cannot be read is told and left out of the sums.</summary>
internal sealed class UsageReader(DayFolder days, ICatalogue catalogue)
{
    // Lengths stand in the rows' headers: no blob is read for them.
    private const string Query = """
        WITH shared AS (SELECT chunk.times AS id, count(*) AS sharers FROM chunk GROUP BY chunk.times)
        SELECT chunk.series, count(*), sum(chunk.count), sum(chunk.statistics + chunk.content),
            sum((length(times.bounds) + length(times.times)) * 1.0 / shared.sharers), min(chunk.first), max(chunk.last)
        FROM chunk JOIN times ON times.id = chunk.times JOIN shared ON shared.id = chunk.times
        GROUP BY chunk.series
        """;

    private readonly Dictionary<int, Series> known = catalogue.Vehicles.SelectMany(catalogue.Series).ToDictionary(series => series.Id);
    private readonly Dictionary<int, SeriesUsage> series = [];
    private readonly PinnedDays pinned = new(catalogue.Runs);

    public IReadOnlyCollection<SeriesUsage> Series => series.Values;

    /// <summary>All days, ascending, as of the Unix time <paramref name="now"/>.</summary>
    public List<DayUsage> Read(long now, CancellationToken cancellation)
    {
        List<DayUsage> found = [];
        foreach (var day in days.Days)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Read(day, now) is { } usage)
                found.Add(usage);
        }
        return found;
    }

    // Null: retention took the day meanwhile.
    private DayUsage? Read(int day, long now)
    {
        var bytes = days.FileBytes(day);
        try
        {
            using var connection = Database.OpenReader(days.PathOf(day), DaySchema.Version);
            var (samples, chunks) = (0L, 0L);
            foreach (var (id, usage) in connection?.Rows(Query, ReadRow) ?? [])
            {
                series[id] = series.TryGetValue(id, out var before) ? before.Plus(usage) : usage;
                (samples, chunks) = (samples + usage.Samples, chunks + usage.Chunks);
            }
            return new DayUsage(day, bytes, samples, chunks, pinned.Contains(day, now), "");
        }
        catch (Exception exception) when (exception is SqliteException or StoreException)
        {
            return File.Exists(days.PathOf(day)) ? new DayUsage(day, bytes, 0, 0, pinned.Contains(day, now), exception.Message) : null;
        }
    }

    private (int Id, SeriesUsage Usage) ReadRow(SqliteDataReader row)
    {
        var id = row.GetInt32(0);
        return (id, new SeriesUsage(
            known.GetValueOrDefault(id), row.GetInt64(2), row.GetInt64(3), row.GetDouble(4), row.GetInt64(1), row.GetInt64(5), row.GetInt64(6)));
    }
}
