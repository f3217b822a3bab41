namespace AutoValley.Edge.Spool;

/// <summary>Closed segments whose file is open and whose index is in memory: the few that were used last.</summary>
internal sealed class DiskSegmentCache
{
    private const int Segments = 4;

    private readonly List<DiskSegment> used = [];

    /// <summary>The one that is appended to: it stays open.</summary>
    public DiskSegment? Active { get; set; }

    /// <summary>It is about to be used: another one may have to go.</summary>
    public void Use(DiskSegment segment)
    {
        if (segment == Active || used.Count > 0 && used[^1] == segment)
            return;
        used.Remove(segment);
        used.Add(segment);
        if (used.Count <= Segments)
            return;
        used[0].Close();
        used.RemoveAt(0);
    }

    public void Remove(DiskSegment segment) => used.Remove(segment);
}
