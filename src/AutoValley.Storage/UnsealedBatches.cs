using AutoValley.Storage.Journal;

namespace AutoValley.Storage;

/// <summary>Durable batches in memory that are not sealed yet, by vehicle, in the order of the journal. Safe for concurrent use.</summary>
internal sealed class UnsealedBatches
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, List<JournalRecord>> vehicles = [];
    private readonly List<JournalRecord> ordered = [];
    private long bytes;

    /// <summary>Of their records on disk.</summary>
    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>Unix nanoseconds; null when there is none.</summary>
    public long? OldestReceiveTime
    {
        get
        {
            lock (gate)
                return ordered.Count > 0 ? ordered[0].ReceiveTime : null;
        }
    }

    /// <summary>Adds the records of one commit.</summary>
    public void Add(IReadOnlyList<JournalRecord> records)
    {
        lock (gate)
        {
            foreach (var record in records)
            {
                if (!vehicles.TryGetValue(record.Session.Vehicle.Id, out var list))
                    vehicles.Add(record.Session.Vehicle.Id, list = []);
                list.Add(record);
                ordered.Add(record);
                bytes += record.Size;
            }
        }
    }

    /// <summary>Removes what is sealed or parked.</summary>
    /// <param name="first">Position of the first.</param>
    /// <param name="last">Position of the last.</param>
    public void Remove(long first, long last)
    {
        lock (gate)
        {
            foreach (var list in vehicles.Values)
                Remove(list, first, last);
            bytes -= Remove(ordered, first, last);
        }
    }

    /// <summary>Batches behind a position, oldest first.</summary>
    public JournalRecord[] After(long position, int limit)
    {
        lock (gate)
        {
            var first = FirstAfter(ordered, position);
            return ordered.GetRange(first, Math.Min(limit, ordered.Count - first)).ToArray();
        }
    }

    /// <summary>A vehicle's batches now, oldest first.</summary>
    public JournalRecord[] Of(Vehicle vehicle)
    {
        lock (gate)
            return vehicles.TryGetValue(vehicle.Id, out var list) ? [.. list] : [];
    }

    // Gives their bytes on disk.
    private static long Remove(List<JournalRecord> records, long first, long last)
    {
        var (start, end) = (FirstAfter(records, first - 1), FirstAfter(records, last));
        var removed = 0L;
        for (var index = start; index < end; index++)
            removed += records[index].Size;
        records.RemoveRange(start, end - start);
        return removed;
    }

    private static int FirstAfter(List<JournalRecord> records, long position)
    {
        var (low, high) = (0, records.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = records[middle].Position > position ? (low, middle) : (middle + 1, high);
        }
        return low;
    }
}
