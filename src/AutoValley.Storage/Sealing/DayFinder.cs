using AutoValley.Storage.Journal;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sealing;

/// <summary>Finds the UTC days that batches have times of. What does not decode goes to the unusable.</summary>
internal sealed class DayFinder(IUnusableSink unusable)
{
    private readonly BatchReader batch = JournalBatch.NewReader();
    private readonly HashSet<int> days = [];
    private long[] scratch = [];

    /// <summary>A batch's days; none when it is no batch. Gone with the next.</summary>
    public IReadOnlyCollection<int> Find(JournalRecord record)
    {
        days.Clear();
        if (!batch.TryReadTimes(record.Payload))
            return days;
        for (var timeBase = 0; timeBase < batch.TimeBaseCount; timeBase++)
            Add(record, timeBase);
        return days;
    }

    private void Add(JournalRecord record, int timeBase)
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
