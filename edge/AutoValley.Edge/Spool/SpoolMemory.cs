namespace AutoValley.Edge.Spool;

/// <summary>Keeps batches while the disk does not take them: the newest of a bounded size. Not safe for concurrent use.</summary>
internal sealed class SpoolMemory(SpoolOptions options, SpoolShelf shelf)
{
    // The oldest of so many parts goes when the memory is full.
    private const int Parts = 16;

    private IEnumerable<MemorySegment> Segments => shelf.Current.Segments.OfType<MemorySegment>();

    /// <summary>Keeps a batch; the oldest ones go when there is no room.</summary>
    public void Append(BatchFacts facts, ReadOnlySpan<byte> payload, long written)
    {
        var size = MemorySegment.SizeOf(payload);
        while (Segments.Any() && Segments.Sum(segment => (long)segment.Length) + size > options.MemoryBytes)
            shelf.Drop(shelf.Current, Segments.First(), (drops, samples) => drops with { Memory = drops.Memory + samples });
        if (shelf.Current.Segments is not [.., MemorySegment last] || last.Length + size > options.MemoryBytes / Parts)
            shelf.Current.Segments.Add(last = new MemorySegment());
        last.Add(facts, payload, written);
    }

    /// <summary>Writes everything that still waits to the disk, oldest first.</summary>
    /// <param name="write">Writes one; throws when the disk does not take it, which leaves it and the rest here.</param>
    public void MoveTo(Action<BatchFacts, byte[], long> write)
    {
        while (Segments.FirstOrDefault() is { } segment)
        {
            while (segment.Entries.Count > 0)
            {
                var entry = segment.Entries[0];
                var waits = shelf.Current.IsPending(entry.Sequence);
                if (waits)
                    write(entry.Facts, segment.Read(entry), entry.Written);
                segment.RemoveFirst(waits);
            }
            shelf.Current.Segments.Remove(segment);
        }
    }
}
