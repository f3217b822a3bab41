using AutoValley.Storage.Journal;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sealing;

/// <summary>Finds the UTC days that batches have samples of. What does not decode goes to the unusable.</summary>
internal sealed class DayFinder(IUnusableSink unusable)
{
    private readonly HashSet<int> days = [];
    private long[] scratch = [];
    private bool[] seen = [];

    /// <summary>A batch's days. Time bases that no column refers to have none. Gone with the next batch.</summary>
    public IReadOnlyCollection<int> Find(JournalRecord record, BatchReader batch)
    {
        days.Clear();
        if (seen.Length < batch.TimeBaseCount)
            seen = new bool[batch.TimeBaseCount];
        seen.AsSpan().Clear();
        foreach (ref readonly var column in batch.Columns)
        {
            if (!seen[column.TimeBase])
                Add(record, batch, column.TimeBase);
            seen[column.TimeBase] = true;
        }
        return days;
    }

    private void Add(JournalRecord record, BatchReader batch, int timeBase)
    {
        var count = batch.CountTimes(timeBase);
        if (scratch.Length < count)
            scratch = new long[count];
        try
        {
            batch.DecodeTimes(timeBase, scratch.AsSpan(0, count));
            UtcDay.AddAll(scratch.AsSpan(0, count), days);
        }
        catch (ColumnFormatException exception)
        {
            unusable.Add(record, $"time base {timeBase}", "encoding", exception.Message);
        }
    }
}
