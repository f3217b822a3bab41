namespace AutoValley.Edge.Spool;

/// <summary>When the spool is forced to the disk. A killed agent loses nothing with any of them; a power cut may.</summary>
public enum SpoolSync
{
    /// <summary>Before each batch is published: a power cut loses no batch.</summary>
    EveryBatch,

    /// <summary>Once an interval: a power cut loses at most what came in it.</summary>
    Interval,

    /// <summary>When the operating system likes.</summary>
    None,
}
