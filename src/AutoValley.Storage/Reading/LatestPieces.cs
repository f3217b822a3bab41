namespace AutoValley.Storage.Reading;

/// <summary>
/// The latest sealed piece of each series that was asked for once, also that there is none: a series that has been silent for months is searched for
/// only once. Safe for concurrent use.
/// </summary>
/// <param name="search">Finds it in the back end; no entry for a series that has none.</param>
internal sealed class LatestPieces(Func<IReadOnlyList<Series>, CancellationToken, ValueTask<Dictionary<int, SamplePiece>>> search)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, SamplePiece?> known = [];
    private long generation;

    /// <summary>By series id; one entry a series that has a sample.</summary>
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
        var read = await search(missing, cancellation);
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

    /// <summary>Samples of these series came or went.</summary>
    public void Forget(IEnumerable<int> series)
    {
        lock (gate)
        {
            generation++;
            foreach (var id in series)
                known.Remove(id);
        }
    }

    /// <summary>Samples of any series went.</summary>
    public void ForgetAll()
    {
        lock (gate)
        {
            generation++;
            known.Clear();
        }
    }
}
