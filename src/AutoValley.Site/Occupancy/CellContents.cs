using System.Runtime.InteropServices;

namespace AutoValley.Site.Occupancy;

/// <summary>Gathers entries by their cells. Cells whose entries are equal, as deep inside of a zone, share one content.</summary>
internal static class CellContents
{
    /// <param name="cells">How many there are.</param>
    /// <param name="found">Entries with their cells, by ascending rank.</param>
    public static (int[] Contents, int[] Starts, CellEntry[] Entries) Of(int cells, List<(int Cell, CellEntry Entry)> found)
    {
        // The sort is stable: the ranks of a cell stay in order.
        var sorted = found.OrderBy(item => item.Cell).ToArray();
        var (contents, starts, entries) = (new int[cells], new List<int> { 0, 0 }, new List<CellEntry>());
        var plain = new Dictionary<Ranks, int>();
        for (var (from, to) = (0, 0); from < sorted.Length; from = to)
        {
            while (to < sorted.Length && sorted[to].Cell == sorted[from].Cell)
                to++;
            var ofCell = sorted.AsSpan(from, to - from);
            ref var content = ref contents[sorted[from].Cell];
            var key = Ranks.Of(ofCell);
            if (key is { } ranks && plain.TryGetValue(ranks, out content))
                continue;
            content = starts.Count - 1;
            foreach (var (_, entry) in ofCell)
                entries.Add(entry.EdgeCount == 0 ? entry with { FirstEdge = 0 } : entry);
            starts.Add(entries.Count);
            if (key is { } added)
                plain.Add(added, content);
        }
        return (contents, [.. starts], [.. entries]);
    }

    /// <summary>The zones of a cell without edges.</summary>
    private readonly struct Ranks(int[] ranks) : IEquatable<Ranks>
    {
        private readonly int[] ranks = ranks;

        public static Ranks? Of(ReadOnlySpan<(int Cell, CellEntry Entry)> entries)
        {
            var ranks = new int[entries.Length];
            for (var i = 0; i < ranks.Length; i++)
            {
                if (entries[i].Entry.EdgeCount != 0)
                    return null;
                ranks[i] = entries[i].Entry.Rank;
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
