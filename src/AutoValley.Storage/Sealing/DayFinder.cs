using AutoValley.Storage.Journal;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sealing;

/// <summary>Finds the UTC days that batches have samples of. What does not decode goes to the unusable.</summary>
internal sealed class DayFinder(IUnusableSink unusable)
{
    private long[] scratch = [];
    private bool[] seen = [];

    /// <summary>Adds a batch's days. Time bases that no column refers to have none.</summary>
    public void Add(JournalRecord record, BatchReader batch, SortedSet<int> days)
    {
        if (seen.Length < batch.TimeBaseCount)
            seen = new bool[batch.TimeBaseCount];
        seen.AsSpan().Clear();
        foreach (ref readonly var column in batch.Columns)
        {
            if (!seen[column.TimeBase])
                Add(record, batch, column.TimeBase, days);
            seen[column.TimeBase] = true;
        }
    }

    private void Add(JournalRecord record, BatchReader batch, int timeBase, SortedSet<int> days)
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
