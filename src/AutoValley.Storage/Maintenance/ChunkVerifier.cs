using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// Verifies chunks of a day: check sums, every time and value decoded, statistics computed again, series and session known. Damage in times
/// that chunks share is found for each of them.
/// </summary>
internal sealed class ChunkVerifier(ICatalogue catalogue, int day)
{
    // A sum may be added up in another order on another processor.
    private const double Tolerance = 1e-9;

    private readonly Dictionary<int, Series> known = catalogue.Vehicles.SelectMany(catalogue.Series).ToDictionary(series => series.Id);
    private readonly Dictionary<int, Session> sessions = catalogue.Vehicles.SelectMany(catalogue.Sessions).ToDictionary(session => session.Id);
    private readonly string file = $"telemetry-{UtcDay.ToText(day)}.db";
    private long samples;

    public IEnumerable<int> KnownSeries => known.Keys;

    /// <summary>Samples decoded since this was asked last.</summary>
    public long TakeSamples()
    {
        var taken = samples;
        samples = 0;
        return taken;
    }

    /// <summary>The rest of a series cannot be read.</summary>
    public Finding Unreadable(int series, string reason) =>
        new(file, $"its directory cannot be read: {reason}") { Series = known.GetValueOrDefault(series) };

    /// <summary>What is damaged of these chunks.</summary>
    public IEnumerable<Finding> Verify(SqliteConnection connection, List<(ChunkRow Told, ChunkRow? Sound)> rows)
    {
        // Chunks that share their times often stand together.
        Dictionary<long, (PieceTimes? Times, ReadOnlyMemory<long> Decoded, string Problem)> shared = [];
        using var reader = new ChunkColumnsReader(connection);
        foreach (var (told, sound) in rows)
        {
            if (Problem(reader, sound, shared) is { Length: > 0 } problem)
            {
                yield return new Finding(file, problem)
                {
                    Series = known.GetValueOrDefault(told.Series), Chunk = told.Id, First = told.First, Last = told.Last,
                };
            }
        }
    }

    private string Problem(
        ChunkColumnsReader reader, ChunkRow? row, Dictionary<long, (PieceTimes? Times, ReadOnlyMemory<long> Decoded, string Problem)> shared)
    {
        if (row is null)
            return "the check sum of its row is another";
        try
        {
            if (!shared.TryGetValue(row.Times, out var times))
                shared.Add(row.Times, times = Times(reader, row));
            return times.Problem.Length > 0 ? times.Problem : Check(reader, row, times.Times!, times.Decoded.Span);
        }
        catch (Exception exception) when (exception is ColumnFormatException or ArgumentException or SqliteException)
        {
            return exception.Message;
        }
    }

    private static (PieceTimes?, ReadOnlyMemory<long>, string) Times(ChunkColumnsReader reader, ChunkRow row)
    {
        try
        {
            var times = reader.Times(row).Open(row);
            return (times, times.Decode(), "");
        }
        catch (Exception exception) when (exception is ColumnFormatException or ArgumentException or SqliteException)
        {
            return (null, default, $"times: {exception.Message}");
        }
    }

    private string Check(ChunkColumnsReader reader, ChunkRow row, PieceTimes times, ReadOnlySpan<long> decoded)
    {
        if (!known.TryGetValue(row.Series, out var series))
            return $"series {row.Series} is not in the catalogue";
        if (!sessions.TryGetValue(row.Rank.Session, out var session) || session.Vehicle != series.Vehicle)
            return $"session {row.Rank.Session} is none of the vehicle";
        if (decoded.Length != row.Count || decoded[0] != row.First || decoded[^1] != row.Last)
            return "its times are other than its row says";
        if (UnixTime.DayOf(row.First) != day || UnixTime.DayOf(row.Last) != day)
            return "its times are of another day";
        if (!IsAscending(decoded) || !BoundsFit(times, decoded))
            return "its times are not in order";
        var columns = BodyBytes.Open(reader.Body(row), row, series.Type, times);
        var values = columns.Decode().Values;
        samples += values.Count;
        if (values.Type != series.Type)
            return $"its values are {values.Type}, the series is {series.Type}";
        return values.Type == SignalType.Text || StatisticsFit(row, columns, values) ? "" : "its statistics are other than its values";
    }

    private static bool IsAscending(ReadOnlySpan<long> times)
    {
        for (var index = 1; index < times.Length; index++)
        {
            if (times[index] <= times[index - 1])
                return false;
        }
        return true;
    }

    private static bool BoundsFit(PieceTimes times, ReadOnlySpan<long> decoded)
    {
        for (var vector = 0; vector < PieceColumns.VectorsOf(decoded.Length); vector++)
        {
            var start = vector * PieceColumns.VectorLength;
            var end = Math.Min(start + PieceColumns.VectorLength, decoded.Length);
            if (times.First(vector) != decoded[start] || times.Last(vector) != decoded[end - 1])
                return false;
        }
        return true;
    }

    private static bool StatisticsFit(ChunkRow row, PieceColumns columns, Values values)
    {
        var computed = StatisticsFormat.Of(values);
        var stored = columns.Vectors;
        var whole = ColumnSummary.Empty;
        if (stored.Length != computed.Length)
            return false;
        for (var vector = 0; vector < computed.Length; vector++)
        {
            if (!AreEqual(stored[vector], computed[vector]))
                return false;
            whole = whole.Merge(computed[vector]);
        }
        return AreEqual(row.Summary, whole);
    }

    private static bool AreEqual(in ColumnSummary one, in ColumnSummary other) =>
        one.Count == other.Count && one.Numbers == other.Numbers && one.Min.Equals(other.Min) && one.Max.Equals(other.Max)
        && one.First.Equals(other.First) && one.Last.Equals(other.Last) && AreClose(one.Sum, other.Sum, one)
        && AreClose(one.SquaredDeviations, other.SquaredDeviations, one);

    // Beside the magnitude of what was added: a sum of opposites may be next to nothing.
    private static bool AreClose(double one, double other, in ColumnSummary of)
    {
        var magnitude = Math.Max(Math.Abs(of.Min), Math.Abs(of.Max));
        return one.Equals(other) || !double.IsFinite(one) || Math.Abs(one - other) <= Tolerance * of.Count * Math.Max(magnitude, magnitude * magnitude);
    }
}
