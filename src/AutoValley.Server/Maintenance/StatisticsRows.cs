using AutoValley.Storage.Maintenance;
using AutoValley.V1;

namespace AutoValley.Server.Maintenance;

/// <summary>A store's usage as rows of StoreService.GetStatistics.</summary>
internal static class StatisticsRows
{
    public static StoreTotals Totals(StoreUsage usage) => new()
    {
        Samples = Sum(usage.Series, series => series.Samples),
        Chunks = Sum(usage.Series, series => series.Chunks),
        ValueBytes = Sum(usage.Series, series => series.ValueBytes),
        TimeBytes = (ulong)Math.Round(usage.Series.Sum(series => series.TimeBytes)),
        DayBytes = (ulong)usage.DayBytes,
        JournalBytes = (ulong)usage.JournalBytes,
        CatalogueBytes = (ulong)usage.CatalogueBytes,
        Days = (ulong)usage.Days.Count,
        PinnedBytes = (ulong)usage.PinnedBytes,
    };

    public static IEnumerable<DayStatistics> ByDay(StoreUsage usage) => usage.Days.Select(day => new DayStatistics
    {
        StartTime = day.Start,
        FileBytes = (ulong)day.FileBytes,
        Samples = (ulong)day.Samples,
        Chunks = (ulong)day.Chunks,
        Pinned = day.IsPinned,
        Problem = day.Problem,
    });

    /// <summary>One row a vehicle, or one a vehicle and signal name.</summary>
    public static IReadOnlyList<SeriesStatistics> BySeries(StoreUsage usage, string vehicle, bool signals) =>
    [
        .. usage.Series
            .GroupBy(series => (Vehicle: series.Series?.Vehicle.Name.ToString() ?? "", Signal: signals ? series.Series?.Name ?? "" : ""))
            .Where(group => vehicle.Length == 0 || group.Key.Vehicle == vehicle)
            .Select(group => ToProto(group.Key.Vehicle, group.Key.Signal, group.Aggregate((one, other) => one.Plus(other))))
            .OrderByDescending(row => row.ValueBytes + row.TimeBytes)
            .ThenBy(row => row.Vehicle, StringComparer.Ordinal).ThenBy(row => row.Signal, StringComparer.Ordinal),
    ];

    private static SeriesStatistics ToProto(string vehicle, string signal, SeriesUsage usage) => new()
    {
        Vehicle = vehicle,
        Signal = signal,
        Samples = (ulong)usage.Samples,
        Chunks = (ulong)usage.Chunks,
        ValueBytes = (ulong)usage.ValueBytes,
        TimeBytes = usage.TimeBytes,
        FirstTime = usage.First,
        LastTime = usage.Last,
    };

    private static ulong Sum(IReadOnlyList<SeriesUsage> series, Func<SeriesUsage, long> of) => (ulong)series.Sum(of);
}
