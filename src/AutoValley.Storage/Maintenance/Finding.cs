namespace AutoValley.Storage.Maintenance;

/// <summary>Something that verification found damaged.</summary>
/// <param name="File">Where, a path in the store's folder: <c>telemetry-2026-11-22.db</c>.</param>
/// <param name="Reason">What does not fit.</param>
public sealed record Finding(string File, string Reason)
{
    /// <summary>Whose samples; null when it is no chunk's damage, or of a series that the catalogue does not know.</summary>
    public Series? Series { get; init; }

    /// <summary>The chunk's number within the file; 0 when it is no chunk's damage.</summary>
    public long Chunk { get; init; }

    /// <summary>Time of its first sample by its row, Unix nanoseconds; 0 when it is no chunk's damage.</summary>
    public long First { get; init; }

    /// <summary>Time of its last sample, as <see cref="First"/>.</summary>
    public long Last { get; init; }
}
