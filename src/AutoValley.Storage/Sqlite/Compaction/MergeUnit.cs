namespace AutoValley.Storage.Sqlite.Compaction;

/// <summary>Chunks to merge: of each series some in a row, all with the same rows of times in the same order.</summary>
/// <param name="Series">Of each series the chunks, by their batch numbers, two or more.</param>
internal sealed record MergeUnit(IReadOnlyList<ChunkRow[]> Series)
{
    /// <summary>How many samples are rewritten.</summary>
    public long Samples => Series.Sum(chunks => chunks.Sum(chunk => (long)chunk.Count));
}
