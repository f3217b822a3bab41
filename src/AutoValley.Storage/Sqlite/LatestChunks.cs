using AutoValley.Storage.Reading;

namespace AutoValley.Storage.Sqlite;

/// <summary>Searches day files for the chunk with the latest sample of a series, the latest day first.</summary>
internal sealed class LatestChunks(DayFolder folder, ChunkSource source)
{
    /// <summary>By series id; one entry a series that has a chunk.</summary>
    /// <param name="series">Each once.</param>
    /// <param name="cancellation">Ends it.</param>
    public Dictionary<int, SamplePiece> Find(IReadOnlyList<Series> series, CancellationToken cancellation)
    {
        var missing = series.ToDictionary(one => one.Id);
        Dictionary<int, SamplePiece> found = [];
        foreach (var day in folder.Days.Reverse())
        {
            if (missing.Count == 0)
                break;
            cancellation.ThrowIfCancellationRequested();
            foreach (var (one, chunk) in folder.Read(day, reader => FindIn(reader, missing.Values), []))
            {
                found[one.Id] = new ChunkPiece(source, day, one, chunk);
                missing.Remove(one.Id);
            }
        }
        return found;
    }

    private static List<(Series Series, ChunkRow Chunk)> FindIn(DayReader reader, IEnumerable<Series> series)
    {
        List<(Series, ChunkRow)> found = [];
        foreach (var one in series)
        {
            if (reader.FindLatest(one).MaxBy(chunk => chunk.Rank) is { } chunk)
                found.Add((one, chunk));
        }
        return found;
    }
}
