namespace AutoValley.Storage.Maintenance;

/// <summary>Why a day went.</summary>
public enum RetentionCause
{
    /// <summary>All of it is older than <see cref="RetentionLimits.MaximumAge"/>.</summary>
    Age,

    /// <summary>It was the oldest while the store was over <see cref="RetentionLimits.MaximumBytes"/>.</summary>
    Bytes,
}
