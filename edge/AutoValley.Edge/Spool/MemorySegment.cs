namespace AutoValley.Edge.Spool;

/// <summary>Batches in memory, while the disk does not take them.</summary>
internal sealed class MemorySegment : SpoolSegment
{
    // What a batch takes beside its payload, so that many small ones are bounded too.
    private const int Overhead = 256;

    private readonly List<SpoolEntry> entries = [];
    private readonly Dictionary<ulong, byte[]> payloads = [];

    /// <inheritdoc/>
    public override string Path => "in memory";

    /// <inheritdoc/>
    public override IReadOnlyList<SpoolEntry> Entries => entries;

    public static int SizeOf(ReadOnlySpan<byte> payload) => payload.Length + Overhead;

    public void Add(BatchFacts facts, ReadOnlySpan<byte> payload, long written)
    {
        var entry = new SpoolEntry(facts, new SpoolPlace(0, payload.Length), written);
        entries.Add(entry);
        payloads.Add(facts.Sequence, payload.ToArray());
        Length += SizeOf(payload);
        Sum(entry);
    }

    /// <summary>Lets go of the first batch, which is on the disk now or waits no more.</summary>
    public void RemoveFirst(bool waited)
    {
        var first = entries[0];
        entries.RemoveAt(0);
        payloads.Remove(first.Sequence);
        Length -= first.Place.Length + Overhead;
        if (waited)
            Settle(first);
    }

    /// <inheritdoc/>
    public override byte[] Read(SpoolEntry entry) => payloads[entry.Sequence];

    /// <inheritdoc/>
    public override void Delete()
    {
        entries.Clear();
        payloads.Clear();
    }

    /// <inheritdoc/>
    public override void Close()
    {
    }
}
