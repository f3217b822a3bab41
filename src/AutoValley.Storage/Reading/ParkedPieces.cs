using AutoValley.Storage.Journal.Parking;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Finds a series' samples in parked segments by their indices.</summary>
internal static class ParkedPieces
{
    /// <summary>The pieces that may share a time with the range.</summary>
    public static IEnumerable<SamplePiece> Find(IEnumerable<ParkedSegment> segments, Series series, TimeRange range) =>
        from segment in segments
        let vehicle = segment.Find(series.Vehicle, range)
        where vehicle is not null && vehicle.Latest.ContainsKey(series.Id)
        from stretch in vehicle.Stretches
        where stretch.Times.Overlaps(range)
        select new ParkedPiece(segment, stretch, series);

    /// <summary>Puts the piece with the latest sample of each of a vehicle's series in the place of one that is not as late.</summary>
    public static void FindLatest(IEnumerable<ParkedSegment> segments, IReadOnlyDictionary<int, Series> wanted, Dictionary<int, SamplePiece> latest)
    {
        foreach (var segment in segments.OrderByDescending(segment => segment.Summary.Times.Last))
        {
            var late = wanted.Values.Where(series => IsLate(series, segment.Summary.Times.Last)).ToArray();
            if (late.Length == 0)
                return;
            if (segment.Find(late[0].Vehicle, null) is { } vehicle)
                FindLatest(segment, vehicle, late.Where(series => vehicle.Latest.TryGetValue(series.Id, out var place) && IsLate(series, place.Time)), latest);
        }

        bool IsLate(Series series, long time) => !latest.TryGetValue(series.Id, out var known) || known.Last <= time;
    }

    private static void FindLatest(ParkedSegment segment, VehicleRecords vehicle, IEnumerable<Series> wanted, Dictionary<int, SamplePiece> latest)
    {
        foreach (var group in wanted.GroupBy(series => vehicle.Latest[series.Id].Place).ToArray())
        {
            var records = segment.Read([group.Key]).ToArray();
            var found = UnsealedPieces.FindLatest(records, group.ToDictionary(series => series.Id));
            foreach (var series in group)
            {
                // The index goes by times alone. Values that do not decode leave the sample before them.
                var piece = found.GetValueOrDefault(series.Id) is { } one && one.Last == vehicle.Latest[series.Id].Time ? one : Search(segment, vehicle, series);
                if (piece is not null)
                    latest[series.Id] = UnsealedPieces.Later(latest.GetValueOrDefault(series.Id), piece);
            }
        }
    }

    private static SamplePiece? Search(ParkedSegment segment, VehicleRecords vehicle, Series series)
    {
        var wanted = new Dictionary<int, Series> { [series.Id] = series };
        SamplePiece? latest = null;
        foreach (var record in vehicle.Stretches.SelectMany(stretch => segment.Read(stretch.Places.ToArray())))
        {
            if (UnsealedPieces.FindLatest([record], wanted).TryGetValue(series.Id, out var piece))
                latest = UnsealedPieces.Later(latest, piece);
        }
        return latest;
    }
}

/// <summary>A series in a stretch of a parked segment. Its times may be those of other series of the stretch.</summary>
internal sealed class ParkedPiece(ParkedSegment segment, RecordStretch stretch, Series series)
    : SamplePiece(stretch.Times.First, stretch.Times.Last, new Rank(stretch.Session, stretch.Numbers.Last, int.MaxValue))
{
    public override SequenceRange Batches => stretch.Numbers;

    public override ValueTask<Samples> LoadAsync(CancellationToken cancellation)
    {
        var buffer = SampleBuffer.Of(series.Type);
        foreach (var record in segment.Read(stretch.Places.ToArray()))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var samples in UnsealedPieces.Samples(record, series))
                buffer.Add(samples, 0, samples.Count);
        }
        buffer.SortAndTakeLast();
        return ValueTask.FromResult(buffer.Take());
    }
}
