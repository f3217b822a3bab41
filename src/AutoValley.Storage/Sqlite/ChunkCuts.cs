namespace AutoValley.Storage.Sqlite;

/// <summary>Cuts a series into parts of about as many samples.</summary>
internal static class ChunkCuts
{
    /// <summary>Where parts begin, but for the first: at chunks' first times.</summary>
    /// <param name="chunks">By their first times; gone over twice.</param>
    /// <param name="samples">Of a part, at least.</param>
    /// <param name="parts">At most.</param>
    public static IReadOnlyList<long> Of(IEnumerable<ChunkRow> chunks, long samples, int parts)
    {
        var all = chunks.Sum(chunk => (long)chunk.Count);
        var each = Math.Max(samples, (all + parts - 1) / parts);
        if (all <= each)
            return [];
        List<long> cuts = [];
        var (before, next) = (0L, each);
        foreach (var chunk in chunks)
        {
            if (before >= next)
            {
                cuts.Add(chunk.First);
                next += each;
            }
            before += chunk.Count;
        }
        return cuts;
    }
}
