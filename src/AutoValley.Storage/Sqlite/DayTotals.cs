using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>What each day holds, read once and again after it changed: the state of thousands of days is asked for every second. Safe for concurrent use.</summary>
internal sealed class DayTotals(DayFolder folder)
{
    private readonly Lock gate = new();
    private readonly BoundedCache<int, (long Chunks, long Samples, long Bytes)> known = new(long.MaxValue);
    private readonly SortedSet<int> unreadable = [];

    /// <summary>Days that could not be read when they were asked for last.</summary>
    public int[] Unreadable
    {
        get
        {
            lock (gate)
                return [.. unreadable];
        }
    }

    /// <summary>A day's totals; none when it has no file, or one that cannot be read.</summary>
    public (long Chunks, long Samples, long Bytes) Of(int day)
    {
        if (known.TryGet(day, out var totals))
            return totals;
        var asOf = known.Version;
        try
        {
            totals = folder.Read(day, reader => reader.Totals(), default);
            known.Add(day, totals, 0, asOf);
            Note(day, isReadable: true);
        }
        catch (Exception exception) when (exception is SqliteException or StoreException)
        {
            Note(day, isReadable: false);
        }
        return totals;
    }

    /// <summary>The day changed, or went.</summary>
    public void Forget(int day)
    {
        known.Drop([day]);
        Note(day, isReadable: true);
    }

    private void Note(int day, bool isReadable)
    {
        lock (gate)
            _ = isReadable ? unreadable.Remove(day) : unreadable.Add(day);
    }
}
