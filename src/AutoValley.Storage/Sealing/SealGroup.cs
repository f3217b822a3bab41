using AutoValley.Storage.Journal;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sealing;

/// <summary>A closed segment, turned from batches into columns, vehicle by vehicle and series by series to take little memory.</summary>
internal sealed class SealGroup(JournalSegment segment, IUnusableSink unusable)
{
    // Bounds what a segment decodes to: a batch of few bytes may hold a million samples.
    private const long MaximumPartSamples = 8_000_000;

    /// <summary>Of the first record.</summary>
    public long FirstPosition => segment.FirstPosition;

    /// <summary>Of the last record.</summary>
    public long LastPosition => segment.LastPosition;

    /// <summary>The UTC days that have a sample, ascending.</summary>
    public IReadOnlyList<int> Days()
    {
        var days = new SortedSet<int>();
        foreach (var batches in ByVehicle())
        {
            foreach (var batch in batches)
                AddDays(batch, days);
        }
        return [.. days];
    }

    /// <summary>The samples of the days given, a series' columns one after the other.</summary>
    public IEnumerable<SealedColumn> Columns(DaySpan days)
    {
        foreach (var batches in ByVehicle())
        {
            foreach (var places in BySeries(batches))
            {
                foreach (var column in Columns(places, days))
                    yield return column;
            }
        }
    }

    // By session and number, so that later batches come later; in parts that can be decoded at once.
    private IEnumerable<List<OpenBatch>> ByVehicle()
    {
        foreach (var vehicle in segment.Records.GroupBy(record => record.Session.Vehicle.Id))
        {
            List<OpenBatch> batches = [];
            var (run, samples) = (0, 0L);
            JournalRecord? before = null;
            foreach (var record in vehicle.OrderBy(record => record.Session.Id).ThenBy(record => record.Sequence))
            {
                if (before?.Session != record.Session || before.Sequence + 1 != record.Sequence)
                    run++;
                before = record;
                if (!JournalBatch.TryRead(record, out var view, out var reason, out var detail))
                {
                    unusable.Add(record, "all of it", reason, detail);
                    continue;
                }
                if (samples + view.SampleCount > MaximumPartSamples && batches.Count > 0)
                {
                    yield return batches;
                    (batches, samples) = ([], 0);
                }
                batches.Add(new OpenBatch(record, view, run));
                samples += view.SampleCount;
            }
            yield return batches;
        }
    }

    private void AddDays(OpenBatch batch, SortedSet<int> days)
    {
        HashSet<int>? seen = null;
        var latest = -1;
        foreach (var column in batch.View.Columns)
        {
            if (column.TimeBase == latest || !(seen ??= []).Add(latest = column.TimeBase))
                continue;
            try
            {
                UtcDay.AddAll(batch.View.DecodeTimes(column.TimeBase).Span, days);
            }
            catch (ColumnFormatException exception)
            {
                unusable.Add(batch.Record, $"time base {column.TimeBase}", "encoding", exception.Message);
            }
        }
    }

    private Dictionary<int, SeriesPlaces>.ValueCollection BySeries(List<OpenBatch> batches)
    {
        Dictionary<int, SeriesPlaces> found = [];
        for (var index = 0; index < batches.Count; index++)
        {
            var (record, view, _) = batches[index];
            for (var column = 0; column < view.Columns.Count; column++)
            {
                var located = view.Columns[column];
                var series = record.Session.Find(located.Signal);
                if (series?.Type != located.Type)
                {
                    var reason = series is null ? "undeclared" : "type";
                    unusable.Add(record, $"column {column}", reason, $"signal {located.Signal} of type {located.Type}");
                    continue;
                }
                if (!found.TryGetValue(series.Id, out var places))
                    found.Add(series.Id, places = new SeriesPlaces(series, batches, []));
                places.Columns.Add((index, column));
            }
        }
        return found.Values;
    }

    private IEnumerable<SealedColumn> Columns(SeriesPlaces places, DaySpan days)
    {
        var buffer = SampleBuffer.Of(places.Series.Type);
        var (first, last) = (0, 0);
        for (var index = 0; index < places.Columns.Count; index++)
        {
            var (batch, column) = places.Columns[index];
            if (index > 0 && places.Batches[batch].Run != places.Batches[last].Run)
            {
                if (Take(places, first, last, buffer) is { } done)
                    yield return done;
                first = batch;
            }
            else if (index == 0)
            {
                first = batch;
            }
            last = batch;
            Add(places.Batches[batch], column, days, buffer);
        }
        if (Take(places, first, last, buffer) is { } rest)
            yield return rest;
    }

    private void Add(OpenBatch batch, int column, DaySpan days, SampleBuffer buffer)
    {
        try
        {
            days.AddTo(buffer, batch.View.Decode(column));
        }
        catch (ColumnFormatException exception)
        {
            unusable.Add(batch.Record, $"column {column}", "encoding", exception.Message);
        }
    }

    private static SealedColumn? Take(SeriesPlaces places, int first, int last, SampleBuffer buffer)
    {
        if (buffer.Count == 0)
            return null;
        buffer.SortAndTakeLast();
        var (from, to) = (places.Batches[first].Record, places.Batches[last].Record);
        return new SealedColumn(places.Series, from.Session, from.Sequence, to.Sequence, buffer.Take());
    }

    private sealed record OpenBatch(JournalRecord Record, BatchView View, int Run);

    private sealed record SeriesPlaces(Series Series, List<OpenBatch> Batches, List<(int Batch, int Column)> Columns);
}
