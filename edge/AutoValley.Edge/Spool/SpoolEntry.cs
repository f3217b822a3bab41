namespace AutoValley.Edge.Spool;

/// <summary>Where a payload lies in its segment.</summary>
internal readonly record struct SpoolPlace(int Offset, int Length);

/// <summary>A batch in a segment.</summary>
/// <param name="Facts">Of the batch.</param>
/// <param name="Place">Its payload's.</param>
/// <param name="Written">When it was spooled, by the <see cref="SpoolClock"/>.</param>
internal readonly record struct SpoolEntry(BatchFacts Facts, SpoolPlace Place, long Written)
{
    public ulong Sequence => Facts.Sequence;

    public int Samples => Facts.Samples;
}
