namespace AutoValley.Edge.Spool;

/// <summary>Where a payload lies in its segment.</summary>
internal readonly record struct SpoolPlace(int Offset, int Length);

/// <summary>A batch in a segment. Kept small: a day offline is a million of them.</summary>
internal struct SpoolEntry(ulong sequence, SpoolPlace place, int samples)
{
    public readonly ulong Sequence => sequence;

    public readonly SpoolPlace Place => place;

    public readonly int Samples => samples;

    public bool Acknowledged { get; set; }
}
