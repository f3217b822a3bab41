using AutoValley.Storage.Reading;

namespace AutoValley.Storage.Influx;

/// <summary>The latest sealed sample of each series that was asked for since its last sealing, also that there is none. Safe for concurrent use.</summary>
internal sealed class LatestParts(PartReader reader)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, SamplePiece?> known = [];
    private long generation;

    /// <summary>One entry a series that has a sample.</summary>
    public async ValueTask<Dictionary<int, SamplePiece>> FindAsync(IReadOnlyCollection<Series> series, CancellationToken cancellation)
    {
        Dictionary<int, SamplePiece> found = [];
        List<Series> missing = [];
        long asOf;
        lock (gate)
        {
            asOf = generation;
            foreach (var one in series.DistinctBy(one => one.Id))
            {
                if (!known.TryGetValue(one.Id, out var piece))
                    missing.Add(one);
                else if (piece is not null)
                    found.Add(one.Id, piece);
            }
        }
        if (missing.Count == 0)
            return found;
        var read = await reader.FindLatestAsync(missing, cancellation);
        lock (gate)
        {
            foreach (var one in missing)
            {
                if (asOf == generation)
                    known[one.Id] = read.GetValueOrDefault(one.Id);
            }
        }
        foreach (var (id, piece) in read)
            found.Add(id, piece);
        return found;
    }

    /// <summary>Samples came.</summary>
    public void Forget(IEnumerable<int> series)
    {
        lock (gate)
        {
            generation++;
            foreach (var id in series)
                known.Remove(id);
        }
    }

    /// <summary>Samples went.</summary>
    public void ForgetAll()
    {
        lock (gate)
        {
            generation++;
            known.Clear();
        }
    }
}
