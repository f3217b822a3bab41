using System.Runtime.InteropServices;
using AutoValley.Telemetry;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Spool;

/// <summary>One segment file and the index of its batches. Not safe for concurrent use.</summary>
internal sealed class SpoolSegment(string path, uint number, SessionId session) : IDisposable
{
    private readonly List<SpoolEntry> entries = [];
    private SafeFileHandle? file;
    private int firstPending;

    public string Path => path;

    public uint Number => number;

    public SessionId Session => session;

    /// <summary>Bytes of the file that count; what lies behind is torn.</summary>
    public int Length { get; set; }

    /// <summary>The newest catalogue in it.</summary>
    public SpoolPlace? Catalog { get; set; }

    /// <summary>Batches not acknowledged.</summary>
    public int Pending { get; private set; }

    /// <summary>Samples not acknowledged.</summary>
    public long PendingSamples { get; private set; }

    /// <summary>Highest batch number; 0 when there is none.</summary>
    public ulong Last => entries.Count == 0 ? 0 : entries[^1].Sequence;

    /// <summary>The file, opened when first used.</summary>
    public SafeFileHandle File => file ??= System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);

    /// <summary>Indexes a batch; its number is higher than those before.</summary>
    public void Add(ulong sequence, SpoolPlace place, int samples)
    {
        entries.Add(new SpoolEntry(sequence, place, samples));
        Pending++;
        PendingSamples += samples;
    }

    /// <summary>The first pending batch whose number is above <paramref name="after"/>.</summary>
    public bool TryNext(ulong after, out SpoolEntry entry)
    {
        for (var i = Math.Max(IndexAbove(after), firstPending); i < entries.Count; i++)
        {
            entry = entries[i];
            if (!entry.Acknowledged)
                return true;
        }
        entry = default;
        return false;
    }

    /// <summary>Marks the range's batches acknowledged, and adds those that were not before to <paramref name="newly"/>.</summary>
    public void Acknowledge(SequenceRange range, ICollection<SpoolEntry> newly)
    {
        var all = CollectionsMarshal.AsSpan(entries);
        var start = range.First == 0 ? 0 : IndexAbove(range.First - 1);
        for (var i = Math.Max(start, firstPending); i < all.Length && all[i].Sequence <= range.Last; i++)
        {
            if (all[i].Acknowledged)
                continue;
            all[i].Acknowledged = true;
            Pending--;
            PendingSamples -= all[i].Samples;
            newly.Add(all[i]);
        }
        while (firstPending < all.Length && all[firstPending].Acknowledged)
            firstPending++;
    }

    /// <summary>A payload's bytes.</summary>
    /// <exception cref="IOException">The file cannot be read, or is shorter than its index.</exception>
    public byte[] Read(SpoolPlace place)
    {
        var record = new byte[SpoolFormat.RecordSize + place.Length];
        for (var read = 0; read < record.Length;)
        {
            var count = RandomAccess.Read(File, record.AsSpan(read), place.Offset - SpoolFormat.RecordSize + read);
            if (count == 0)
                throw new SpoolException($"{path}: ends at {place.Offset - SpoolFormat.RecordSize + read}, within a record");
            read += count;
        }
        if (!SpoolFormat.IsIntact(record))
            throw new SpoolException($"{path}: the record at {place.Offset - SpoolFormat.RecordSize} is damaged");
        return record[SpoolFormat.RecordSize..];
    }

    /// <summary>Closes the file; it is opened again when needed.</summary>
    public void Dispose()
    {
        file?.Dispose();
        file = null;
    }

    private int IndexAbove(ulong sequence)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Sequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
