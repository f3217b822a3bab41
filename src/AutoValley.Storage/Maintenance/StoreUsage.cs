namespace AutoValley.Storage.Maintenance;

/// <summary>What a store takes on disk, and for what. Days that are sealed while it is being read may be in or not.</summary>
/// <param name="Days">Ascending.</param>
/// <param name="Series">By series, without an order.</param>
/// <param name="JournalBytes">Journal that is not sealed yet.</param>
/// <param name="CatalogueBytes">Files of <c>catalog.db</c>.</param>
public sealed record StoreUsage(
    IReadOnlyList<DayUsage> Days, IReadOnlyList<SeriesUsage> Series, long JournalBytes, long CatalogueBytes)
{
    /// <summary>Bytes of all day files.</summary>
    public long DayBytes => Days.Sum(day => day.FileBytes);

    /// <summary>Bytes of the days that pinned runs keep.</summary>
    public long PinnedBytes => Days.Where(day => day.IsPinned).Sum(day => day.FileBytes);
}
