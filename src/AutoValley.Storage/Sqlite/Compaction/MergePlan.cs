using AutoValley.Storage.Reading;

namespace AutoValley.Storage.Sqlite.Compaction;

/// <summary>
/// Chooses which chunks to merge. Chunks have levels by their size, each eight times that of the level below; eight neighbours of a level, or as
/// many as fill a chunk, become one of a higher level. So a sample is rewritten about three times until its chunk is full.
/// </summary>
internal static class MergePlan
{
    private const int Neighbours = 8;
    private const int Levels = 5;

    /// <summary>The units of a day, those that have their times in common together.</summary>
    /// <param name="chunks">All of the day, those of a series together.</param>
    /// <param name="thorough">Whether also fewer than eight neighbours are merged.</param>
    public static List<MergeUnit> Of(IEnumerable<ChunkRow> chunks, bool thorough)
    {
        Dictionary<string, List<ChunkRow[]>> units = [];
        foreach (var series in chunks.GroupBy(chunk => (chunk.Series, chunk.Rank.Session)))
        {
            var ordered = series.OrderBy(chunk => chunk.FirstSequence).ThenBy(chunk => chunk.Rank.Sequence).ThenBy(chunk => chunk.First).ToArray();
            foreach (var (start, count) in Windows(ordered, thorough))
            {
                var window = ordered.AsSpan(start, count).ToArray();
                var times = string.Join(',', window.Select(chunk => chunk.Times));
                if (!units.TryGetValue(times, out var unit))
                    units.Add(times, unit = []);
                unit.Add(window);
            }
        }
        return [.. units.Values.Select(unit => new MergeUnit(unit))];
    }

    private static List<(int Start, int Count)> Windows(ChunkRow[] chunks, bool thorough)
    {
        List<(int Start, int Count)> windows = [];
        var taken = new bool[chunks.Length];
        for (var level = 0; level < Levels; level++)
        {
            for (var start = 0; start < chunks.Length;)
            {
                var count = Neighbourhood(chunks, taken, start, level, out var isFull);
                if (!IsWorthwhile(chunks.AsSpan(start, count), isFull, thorough) || !IsApart(chunks, start, count))
                {
                    start++;
                    continue;
                }
                windows.Add((start, count));
                taken.AsSpan(start, count).Fill(true);
                start += count;
            }
        }
        return windows;
    }

    // How many chunks from a place on follow each other, are of the level or a lower one, and fit in one chunk.
    private static int Neighbourhood(ChunkRow[] chunks, bool[] taken, int start, int level, out bool isFull)
    {
        var (index, samples) = (start, 0);
        isFull = false;
        for (; index < chunks.Length && !taken[index] && LevelOf(chunks[index]) <= level; index++)
        {
            if (index > start && !Follows(chunks[index - 1], chunks[index]))
                break;
            isFull = samples + chunks[index].Count > ChunkSplit.MaximumSamples;
            if (isFull)
                break;
            samples += chunks[index].Count;
        }
        return index - start;
    }

    // Neighbours that are too large to take another one are worth a merge, if they fill the half of a chunk.
    private static bool IsWorthwhile(ReadOnlySpan<ChunkRow> window, bool isFull, bool thorough)
    {
        var samples = 0;
        foreach (var chunk in window)
            samples += chunk.Count;
        return window.Length >= Neighbours || (window.Length >= 2 && (thorough || (isFull && samples >= ChunkSplit.GoodSamples)));
    }

    // No batch that is not in one of the two has a number between theirs: one begins where the other ends, or they are parts of one column.
    private static bool Follows(ChunkRow one, ChunkRow other) =>
        (one.Rank.Sequence < ulong.MaxValue && other.FirstSequence == one.Rank.Sequence + 1) || AreParts(one, other);

    private static bool AreParts(ChunkRow one, ChunkRow other) =>
        one.FirstSequence == other.FirstSequence && one.Rank.Sequence == other.Rank.Sequence;

    // The merged chunk has the rank of its last one. A part of the same column that stays outside would lose or win against all of it, so it must not
    // have a time in common.
    private static bool IsApart(ChunkRow[] chunks, int start, int count)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var chunk in chunks.AsSpan(start, count))
            (first, last) = (Math.Min(first, chunk.First), Math.Max(last, chunk.Last));
        for (var before = start - 1; before >= 0 && AreParts(chunks[before], chunks[start]); before--)
        {
            if (chunks[before].Last >= first && chunks[before].First <= last)
                return false;
        }
        for (var after = start + count; after < chunks.Length && AreParts(chunks[after], chunks[start + count - 1]); after++)
        {
            if (chunks[after].Last >= first && chunks[after].First <= last)
                return false;
        }
        return true;
    }

    // 1-7, 8-63, 64-511, 512-4,095, 4,096-16,383. What is larger shares its row of values with strangers, which would keep it, and stays.
    private static int LevelOf(ChunkRow chunk) => chunk.Count >= ChunkSplit.GoodSamples ? Levels : (int)Math.Log2(chunk.Count) / 3;
}
