using System.Runtime.InteropServices;

namespace AutoValley.Site.Occupancy;

/// <summary>Gathers entries by their cells. Cells whose entries are equal, as deep inside of a zone, share one content.</summary>
internal static class CellContents
{
    /// <param name="cells">How many there are.</param>
    /// <param name="found">Entries with their cells, by ascending rank.</param>
    public static (int[] Contents, int[] Starts, CellEntry[] Entries) Of(int cells, List<(int Cell, CellEntry Entry)> found)
    {
        var (ends, sorted) = Sort(cells, found);
        var (contents, starts, entries) = (new int[cells], new List<int> { 0, 0 }, new List<CellEntry>());
        var plain = new Dictionary<Ranks, int>();
        for (var (cell, from) = (0, 0); cell < cells; from = ends[cell++])
        {
            var ofCell = sorted.AsSpan(from, ends[cell] - from);
            if (ofCell.IsEmpty)
                continue;
            var key = Ranks.Of(ofCell);
            if (key is { } ranks && plain.TryGetValue(ranks, out contents[cell]))
                continue;
            contents[cell] = starts.Count - 1;
            entries.AddRange(ofCell);
            starts.Add(entries.Count);
            if (key is { } added)
                plain.Add(added, contents[cell]);
        }
        return (contents, [.. starts], [.. entries]);
    }

    // By cells, the ranks of a cell in order.
    private static (int[] Ends, CellEntry[] Sorted) Sort(int cells, List<(int Cell, CellEntry Entry)> found)
    {
        var (next, sorted) = (new int[cells], new CellEntry[found.Count]);
        foreach (var (cell, _) in found)
        {
            if (cell + 1 < cells)
                next[cell + 1]++;
        }
        for (var cell = 1; cell < cells; cell++)
            next[cell] += next[cell - 1];
        foreach (var (cell, entry) in found)
            sorted[next[cell]++] = entry;
        return (next, sorted);
    }

    /// <summary>The zones of a cell without edges.</summary>
    private readonly struct Ranks(int[] ranks) : IEquatable<Ranks>
    {
        private readonly int[] ranks = ranks;

        public static Ranks? Of(ReadOnlySpan<CellEntry> entries)
        {
            var ranks = new int[entries.Length];
            for (var i = 0; i < ranks.Length; i++)
            {
                if (entries[i].EdgeCount != 0)
                    return null;
                ranks[i] = entries[i].Rank;
            }
            return new Ranks(ranks);
        }

        public bool Equals(Ranks other) => ranks.AsSpan().SequenceEqual(other.ranks);

        public override bool Equals(object? obj) => obj is Ranks other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(ranks.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
