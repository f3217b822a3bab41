namespace AutoValley.Storage.Sqlite.Compaction;

/// <summary>What is left to merge of a day.</summary>
/// <param name="day">The day.</param>
/// <param name="thorough">Whether also few small chunks are merged.</param>
/// <param name="chunks">All of the day.</param>
/// <param name="units">What to merge of them.</param>
internal sealed class DayPlan(int day, bool thorough, IReadOnlyCollection<ChunkRow> chunks, IEnumerable<MergeUnit> units)
{
    // Sealing makes new rows and adds no chunk to those that are there, so that the counts stay right while it goes on.
    private readonly Dictionary<long, int> timesUses = chunks.CountBy(chunk => chunk.Times).ToDictionary();
    private readonly Dictionary<long, int> bodyUses = chunks.CountBy(chunk => chunk.BodyRow).ToDictionary();

    public int Day { get; } = day;

    public bool Thorough { get; } = thorough;

    /// <summary>What to merge next.</summary>
    public Queue<MergeUnit> Units { get; } = new(units);

    /// <summary>A chunk went.</summary>
    /// <returns>The rows of times and body that it was the last one of.</returns>
    public (long? Times, long? Body) End(ChunkRow chunk) =>
        (--timesUses[chunk.Times] == 0 ? chunk.Times : null, --bodyUses[chunk.BodyRow] == 0 ? chunk.BodyRow : null);
}
