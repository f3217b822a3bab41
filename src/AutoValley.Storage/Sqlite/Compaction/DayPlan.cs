namespace AutoValley.Storage.Sqlite.Compaction;

/// <summary>What is left to merge of a day.</summary>
/// <param name="day">The day.</param>
/// <param name="thorough">Whether also few small chunks are merged.</param>
/// <param name="chunks">All of the day.</param>
/// <param name="units">What to merge of them.</param>
internal sealed class DayPlan(int day, bool thorough, IEnumerable<ChunkRow> chunks, IEnumerable<MergeUnit> units)
{
    // Sealing makes new rows of times and adds no chunk to those that are there, so that the count stays right while it goes on.
    private readonly Dictionary<long, int> uses = chunks.GroupBy(chunk => chunk.Times).ToDictionary(times => times.Key, times => times.Count());

    public int Day { get; } = day;

    public bool Thorough { get; } = thorough;

    /// <summary>What to merge next.</summary>
    public Queue<MergeUnit> Units { get; } = new(units);

    /// <summary>A chunk went.</summary>
    /// <returns>Whether it was the last one with its times.</returns>
    public bool EndUse(long times) => --uses[times] == 0;
}
