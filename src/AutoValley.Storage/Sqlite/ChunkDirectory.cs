using AutoValley.Telemetry;

namespace AutoValley.Storage.Sqlite;

/// <summary>The chunks of one series and day.</summary>
internal sealed class ChunkDirectory
{
    private readonly ChunkRow[] chunks;

    // The latest time of a chunk and all before it: ascending, so that it can be searched although chunks may overlap.
    private readonly long[] latest;

    /// <param name="chunks">By their first times.</param>
    public ChunkDirectory(ChunkRow[] chunks)
    {
        this.chunks = chunks;
        latest = new long[chunks.Length];
        var last = long.MinValue;
        for (var index = 0; index < chunks.Length; index++)
            latest[index] = last = Math.Max(last, chunks[index].Last);
    }

    /// <summary>What it takes in memory, about.</summary>
    public long Bytes => 128 + ((long)chunks.Length * (ChunkRow.Bytes + sizeof(long)));

    /// <summary>Those that share a time with the range, by their first times.</summary>
    public IEnumerable<ChunkRow> Find(TimeRange range)
    {
        var index = Array.BinarySearch(latest, range.From);
        // Of equal times any may have been found, and the first is wanted.
        for (index = index < 0 ? ~index : index; index > 0 && latest[index - 1] >= range.From; index--)
        {
        }
        for (; index < chunks.Length && chunks[index].First < range.To; index++)
        {
            if (chunks[index].Last >= range.From)
                yield return chunks[index];
        }
    }
}
