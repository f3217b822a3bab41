using AutoValley.Storage.Reading;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Sqlite;

/// <summary>
/// The chunk with the latest sample of each series that was asked for once, also when there is none: a series that has been silent
/// for months is searched through all its days only once. Safe for concurrent use.
/// </summary>
internal sealed class LatestChunks(DayFolder folder, ChunkSource source)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, ChunkPiece?> known = [];
    private long generation;

    /// <summary>One entry a series that has a chunk.</summary>
    public Dictionary<int, SamplePiece> Find(IReadOnlyCollection<Series> series, CancellationToken cancellation)
    {
        long asOf;
        Dictionary<int, ChunkPiece?> found = [];
        lock (gate)
        {
            asOf = generation;
            foreach (var one in series)
            {
                if (known.TryGetValue(one.Id, out var piece))
                    found[one.Id] = piece;
            }
        }
        var missing = series.Where(one => !found.ContainsKey(one.Id)).DistinctBy(one => one.Id).ToDictionary(one => one.Id);
        Search(missing, found, cancellation);
        lock (gate)
        {
            foreach (var (id, piece) in found)
            {
                if (asOf == generation)
                    known[id] = piece;
            }
        }
        return found.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => (SamplePiece)entry.Value!);
    }

    /// <summary>Chunks came or went.</summary>
    public void Forget(IEnumerable<int> series)
    {
        lock (gate)
        {
            generation++;
            foreach (var id in series)
                known.Remove(id);
        }
    }

    /// <summary>Days went.</summary>
    public void ForgetAll()
    {
        lock (gate)
        {
            generation++;
            known.Clear();
        }
    }

    private void Search(Dictionary<int, Series> missing, Dictionary<int, ChunkPiece?> found, CancellationToken cancellation)
    {
        foreach (var day in folder.Days.Reverse())
        {
            if (missing.Count == 0)
                return;
            cancellation.ThrowIfCancellationRequested();
            foreach (var (one, chunk) in folder.Read(day, reader => FindIn(reader, missing.Values), []))
            {
                found[one.Id] = new ChunkPiece(source, day, one, chunk);
                missing.Remove(one.Id);
            }
        }
        foreach (var id in missing.Keys)
            found[id] = null;
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
