using AutoValley.Storage.Journal;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Sealing;

/// <summary>A closed segment, turned from batches into columns, vehicle by vehicle to take little memory.</summary>
internal sealed class SealGroup(JournalSegment segment, IUnusableSink unusable, DayLimits limits)
{
    // Bounds what a segment decodes to: a batch of few bytes may hold a million samples. 32 MB of times and values, and as much again while
    // their arrays grow; full chunks of 64 series.
    private const long MaximumPartSamples = 2_000_000;

    private readonly BatchReader batch = JournalBatch.NewReader();
    private readonly HashSet<JournalRecord> refused = [];
    private JournalRecord[][]? vehicles;
    private int[]? known;

    /// <summary>Of the first record.</summary>
    public long FirstPosition => segment.FirstPosition;

    /// <summary>Of the last record.</summary>
    public long LastPosition => segment.LastPosition;

    /// <summary>Its batches.</summary>
    public IReadOnlyList<JournalRecord> Records => segment.Records;

    /// <summary>The UTC days that have a sample, and perhaps a few that have none, ascending; not those of batches that are refused for their days.</summary>
    public IReadOnlyList<int> Days() => known ??= FindDays();

    /// <summary>The samples of the days given, vehicle by vehicle; some of <see cref="Days"/>. See <see cref="SealedColumn.Samples"/> for how long they last.</summary>
    public IEnumerable<SealedColumn> Columns(DaySpan days) => Stretches(days).SelectMany(stretch => stretch);

    /// <summary>As <see cref="Columns"/>, the columns of batches without a hole together: their values last until the next stretch is asked for.</summary>
    public IEnumerable<IReadOnlyList<SealedColumn>> Stretches(DaySpan days)
    {
        Days();
        var columns = new VehicleColumns(unusable);
        foreach (var vehicle in vehicles ??= ByVehicle())
        {
            var before = vehicle[0];
            foreach (var record in vehicle)
            {
                var isHole = record.Session != before.Session || record.Sequence > before.Sequence + 1;
                before = record;
                var isBatch = TryRead(record);
                if (isHole || columns.Samples + batch.SampleCount > MaximumPartSamples)
                {
                    if (columns.Take() is { Count: > 0 } stretch)
                        yield return stretch;
                    columns.Clear();
                }
                if (isBatch && !refused.Contains(record))
                    columns.Add(record, batch, days);
            }
            if (columns.Take() is { Count: > 0 } last)
                yield return last;
            columns.Clear();
        }
    }

    private int[] FindDays()
    {
        var (budget, finder) = (limits.NewBudget(), new DayFinder(unusable));
        foreach (var record in segment.Records)
        {
            var days = finder.Find(record);
            // Of a segment without a sample nobody asks for columns, but what is wrong with it must be told.
            if (days.Count == 0)
                TryRead(record);
            if (budget.TryTake(days, record.ReceiveTime, out var reason))
                continue;
            unusable.Add(record, "all of it", "days", reason);
            refused.Add(record);
        }
        return [.. budget.Days];
    }

    // By session and number, so that later batches come later.
    private JournalRecord[][] ByVehicle() =>
    [
        .. segment.Records.GroupBy(record => record.Session.Vehicle.Id)
            .Select(vehicle => vehicle.OrderBy(record => record.Session.Id).ThenBy(record => record.Sequence).ToArray()),
    ];

    private bool TryRead(JournalRecord record)
    {
        if (batch.Read(record.Payload, out var detail) is not BatchError.None and var error)
        {
            unusable.Add(record, "all of it", error.ToReason(), detail);
            return false;
        }
        return true;
    }
}
