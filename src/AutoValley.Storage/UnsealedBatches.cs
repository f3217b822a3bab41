using AutoValley.Storage.Journal;

namespace AutoValley.Storage;

/// <summary>Durable batches that are not sealed yet, by vehicle, in the order of the journal. Safe for concurrent use.</summary>
internal sealed class UnsealedBatches
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, List<JournalRecord>> vehicles = [];
    private readonly List<JournalRecord> ordered = [];
    private readonly Queue<(long LastPosition, long ReceiveTime, long Bytes)> groups = new();
    private long bytes;

    /// <summary>Of their records on disk.</summary>
    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>Unix nanoseconds; null when there is none.</summary>
    public long? OldestReceiveTime
    {
        get
        {
            lock (gate)
                return groups.TryPeek(out var oldest) ? oldest.ReceiveTime : null;
        }
    }

    /// <summary>Adds the records of one commit.</summary>
    public void Add(IReadOnlyList<JournalRecord> records)
    {
        if (records.Count == 0)
            return;
        lock (gate)
        {
            var added = 0L;
            foreach (var record in records)
            {
                if (!vehicles.TryGetValue(record.Session.Vehicle.Id, out var list))
                    vehicles.Add(record.Session.Vehicle.Id, list = []);
                list.Add(record);
                ordered.Add(record);
                added += record.Size;
            }
            groups.Enqueue((records[^1].Position, records[0].ReceiveTime, added));
            bytes += added;
        }
    }

    /// <summary>Removes what is sealed: all at or before a position, which ends a commit.</summary>
    public void RemoveThrough(long position)
    {
        lock (gate)
        {
            foreach (var list in vehicles.Values)
            {
                var next = list.FindIndex(record => record.Position > position);
                list.RemoveRange(0, next < 0 ? list.Count : next);
            }
            ordered.RemoveRange(0, FirstAfter(position));
            while (groups.TryPeek(out var oldest) && oldest.LastPosition <= position)
                bytes -= groups.Dequeue().Bytes;
        }
    }

    /// <summary>Batches behind a position, oldest first.</summary>
    public JournalRecord[] After(long position, int limit)
    {
        lock (gate)
        {
            var first = FirstAfter(position);
            return ordered.GetRange(first, Math.Min(limit, ordered.Count - first)).ToArray();
        }
    }

    /// <summary>A vehicle's batches now, oldest first.</summary>
    public JournalRecord[] Of(Vehicle vehicle)
    {
        lock (gate)
            return vehicles.TryGetValue(vehicle.Id, out var list) ? [.. list] : [];
    }

    private int FirstAfter(long position)
    {
        var (low, high) = (0, ordered.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ordered[middle].Position > position ? (low, middle) : (middle + 1, high);
        }
        return low;
    }
}
