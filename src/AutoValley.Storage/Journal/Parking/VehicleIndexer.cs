using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>Makes the index of a vehicle's records out of their time stamps; values are not decoded. Not safe for concurrent use.</summary>
internal sealed class VehicleIndexer
{
    // Bounds what one piece of a read holds: a stretch is loaded at once.
    private const int MaximumStretchBytes = 1024 * 1024;
    private const int MaximumStretchSamples = 256 * 1024;

    private readonly BatchReader batch = JournalBatch.NewReader();
    private readonly Dictionary<int, (LatestPlace Place, Rank Rank)> latest = [];
    private readonly List<RecordStretch> stretches = [];
    private readonly List<uint> places = [];
    private long[] scratch = [];
    private TimeSpread[] spreads = [];
    private TimeSpread times;
    private JournalRecord? before;
    private (long Bytes, long Samples) size;

    /// <param name="records">All of a vehicle in a segment, by session and number, with where each begins.</param>
    public VehicleRecords Index(IEnumerable<(JournalRecord Record, uint Place)> records)
    {
        latest.Clear();
        stretches.Clear();
        foreach (var (record, place) in records)
        {
            var samples = Read(record);
            if (before is not null && (record.Session != before.Session || record.Sequence != before.Sequence + 1 || IsFull(record, samples)))
                EndStretch();
            if (before is null)
                times = TimeSpread.Empty;
            (before, size) = (record, (size.Bytes + record.Size, size.Samples + samples));
            places.Add(place);
            AddColumns(record, place);
        }
        EndStretch();
        return new VehicleRecords(latest.ToDictionary(entry => entry.Key, entry => entry.Value.Place), [.. stretches]);
    }

    private bool IsFull(JournalRecord record, int samples) =>
        size.Bytes + record.Size > MaximumStretchBytes || size.Samples + samples > MaximumStretchSamples;

    private void EndStretch()
    {
        if (before is null)
            return;
        var first = before.Sequence - (ulong)places.Count + 1;
        stretches.Add(new RecordStretch(before.Session.Id, first, times, places.ToArray()));
        places.Clear();
        (before, size) = (null, default);
    }

    // Samples, none of what is no batch; the spread of each time base is known then, empty where it does not decode.
    private int Read(JournalRecord record)
    {
        if (batch.Read(record.Payload, out _) != BatchError.None)
            return 0;
        if (spreads.Length < batch.TimeBaseCount)
            spreads = new TimeSpread[batch.TimeBaseCount];
        for (var timeBase = 0; timeBase < batch.TimeBaseCount; timeBase++)
            spreads[timeBase] = SpreadOf(timeBase);
        return batch.SampleCount;
    }

    private TimeSpread SpreadOf(int timeBase)
    {
        var count = batch.CountTimes(timeBase);
        if (scratch.Length < count)
            scratch = new long[count];
        try
        {
            batch.DecodeTimes(timeBase, scratch.AsSpan(0, count));
            return TimeSpread.Of(scratch.AsSpan(0, count));
        }
        catch (ColumnFormatException)
        {
            return TimeSpread.Empty;
        }
    }

    private void AddColumns(JournalRecord record, uint place)
    {
        for (var index = 0; index < batch.Columns.Length; index++)
        {
            ref readonly var column = ref batch.Columns[index];
            var spread = spreads[column.TimeBase];
            if (column.Count == 0 || spread == TimeSpread.Empty || record.Session.Find(column.Signal) is not { } series || series.Type != column.Type)
                continue;
            times = times.With(spread);
            var rank = new Rank(record.Session.Id, record.Sequence, index);
            if (!latest.TryGetValue(series.Id, out var known) || (spread.Last, rank).CompareTo((known.Place.Time, known.Rank)) >= 0)
                latest[series.Id] = (new LatestPlace(place, spread.Last), rank);
        }
    }
}
